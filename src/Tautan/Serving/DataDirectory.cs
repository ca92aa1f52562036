using System.Globalization;

namespace Tautan.Serving;

/// <summary>The data directory: made where it is missing, refused where a newer version wrote it.</summary>
internal static class DataDirectory
{
    /// <summary>Counted up when an older program could not read what a newer one leaves.</summary>
    public const int Version = 1;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="ServeException">It cannot be used.</exception>
    public static void Open(string path)
    {
        var marker = Path.Combine(path, "version");
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
            if (!File.Exists(marker))
            {
                WriteVersion(marker);
                return;
            }

            var text = File.ReadAllText(marker).Trim();
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var found))
                throw new ServeException($"{marker} says \"{text}\", which is no version: is {path} the data directory?");
            if (found > Version)
                throw new ServeException($"The data directory {path} was written by a newer version of tautan (its format is {found}, this program knows {Version}). Start that version.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServeException($"The data directory {path} cannot be used: {exception.Message}");
        }
    }

    // Whole before it has its name: a start that is killed, or finds no room, must not leave a file that no start can read.
    private static void WriteVersion(string marker)
    {
        var half = $"{marker}.{Path.GetRandomFileName()}";
        try
        {
            File.WriteAllText(half, Version.ToString(CultureInfo.InvariantCulture) + "\n");
            File.Move(half, marker, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }
}
