using System.Security.Cryptography;
using System.Text;
using Tautan.Contracts.Access;

namespace Tautan.Gateway.Access;

/// <summary>The administrator's API key: <c>admin-api-key</c> in the data directory, 0600, made by the first start.</summary>
internal sealed class AdminApiKey
{
    public const string FileName = "admin-api-key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _key;

    private AdminApiKey(string key) => _key = Encoding.UTF8.GetBytes(key);

    /// <summary>Reads the key, or makes it. Of several that start at once one makes it, and all have the same.</summary>
    /// <exception cref="InvalidDataException">The file holds no key, or a mistyped one.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static AdminApiKey Load(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
            Create(path);
        var key = File.ReadAllText(path).Trim();
        if (!ApiKey.IsWellFormed(key))
            throw new InvalidDataException($"{path} holds no API key of Tautan's form. Put the key back, or delete the file to have a new one made.");
        if (File.GetUnixFileMode(path) != OwnerOnly)
            File.SetUnixFileMode(path, OwnerOnly);
        return new AdminApiKey(key);
    }

    /// <summary>Whether a token is the key, in a time that says nothing about how nearly it is.</summary>
    public bool Is(string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _key);

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

            File.Move(temporary, path, overwrite: false);
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
