using System.Security.Cryptography;
using System.Text;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Discovery;

/// <summary>
/// Where the sockets of an installation lie on one machine: a folder of this user's, short whatever the data directory's path is, since a
/// socket's path ends at 108 bytes. Who guesses it gains nothing: every connection is mutually authenticated.
/// </summary>
public static class RuntimeDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder for a data directory, made with mode 0700.</summary>
    /// <exception cref="IOException">It is somebody else's.</exception>
    public static string For(string dataDirectory)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataDirectory))))[..16];
        var given = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        var parent = given is { Length: > 0 and < 60 } && Directory.Exists(given)
            ? Path.Combine(given, "tautan")
            : $"/tmp/tautan-{ProcessUser.Id}";
        foreach (var path in new[] { parent, Path.Combine(parent, hash) })
        {
            Directory.CreateDirectory(path, OwnerOnly);
            if (new DirectoryInfo(path).LinkTarget is not null)
                throw new IOException($"{path} must be a folder of this user's, and is a link.");
            // Anybody may make a folder in /tmp, and root may change whose it is not.
            if (ProcessUser.OwnerOf(path) is var owner && owner != ProcessUser.Id)
                throw new IOException($"{path} must be a folder of this user's ({ProcessUser.Id}), and belongs to user {owner}: remove it, or set XDG_RUNTIME_DIR to a folder of your own.");
            if (File.GetUnixFileMode(path) != OwnerOnly)
                File.SetUnixFileMode(path, OwnerOnly);
        }

        return Path.Combine(parent, hash);
    }
}
