using System.Runtime.InteropServices;
using System.Text;
using Tautan.Contracts.Access;
using Tautan.Platform.Hosting;

namespace Tautan.Identity.Starting;

/// <summary>
/// The owner's first API key as a file: <c>admin-api-key</c> in the data directory, 0600, made by the first start. What stands there is a key like
/// any other once Identity has read it.
/// </summary>
internal sealed class AdminApiKey : IReadinessCheck
{
    public const string FileName = "admin-api-key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private AdminApiKey(string? text, string? problem)
    {
        Text = text;
        Problem = problem;
    }

    /// <summary>The key; null: there is none, and <see cref="Problem"/> says why.</summary>
    public string? Text { get; }

    /// <summary>Why there is no key; null: there is one.</summary>
    public string? Problem { get; }

    public Readiness Check() => Problem is null ? Readiness.Ready : Readiness.Degraded($"no_admin_key: {Problem}");

    /// <summary>Reads the key, or makes it. Of several that start at once one makes it, and all have the same.</summary>
    public static AdminApiKey Load(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        try
        {
            if (!File.Exists(path))
                Create(path);
            var key = File.ReadAllText(path).Trim();
            if (!ApiKey.IsWellFormed(key))
                return None($"{path} holds no API key of Tautan's form. Put the key back, or delete the file to have a new one made, and start again.");
            CloseToOthers(path);
            return new AdminApiKey(key, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return None(exception.Message);
        }
    }

    private static AdminApiKey None(string problem) => new(null, problem);

    // Where it is mounted read-only, whoever mounted it says who reads it.
    private static void CloseToOthers(string path)
    {
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) == 0)
            return;
        try
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is read all the same.
        }
    }

    // Moving looks whether the name is free and then takes it, and two can do so at once. A second name for a file is given or refused in one step
    // (link(2)); a file system that has no such names is moved in.
    private static void GiveName(string temporary, string path)
    {
        const int AlreadyThere = 17; // EEXIST
        if (Link(Encoding.UTF8.GetBytes(temporary + '\0'), Encoding.UTF8.GetBytes(path + '\0')) == 0)
            return;
        if (Marshal.GetLastPInvokeError() == AlreadyThere)
            throw new IOException($"{path} is there already.");
        File.Move(temporary, path, overwrite: false);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] name);

    // Whole before it has its name, so that nobody ever reads half a key; and it takes the name only where it is free.
    private static void Create(string path)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
            using (var file = new FileStream(temporary, options))
            {
                file.Write(Encoding.UTF8.GetBytes(ApiKey.New() + "\n"));
                file.Flush(flushToDisk: true);
            }

            GiveName(temporary, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another start was first: its key is the key.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
