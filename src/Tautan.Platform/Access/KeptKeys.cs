using System.Globalization;
using System.Text.Json;

namespace Tautan.Platform.Access;

/// <summary>The keys of tokens on disk, so that a service that starts while Identity is away can go on judging: <c>DIR/keys/{service}.json</c>.</summary>
public static class KeptKeys
{
    /// <summary>For how long they are believed after Identity was last asked.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PathOf(string dataDirectory, string service) => Path.Combine(dataDirectory, "keys", service + ".json");

    /// <summary>What was kept, and when; null: nothing that can be read.</summary>
    public static (string Keys, DateTimeOffset At)? Read(string path)
    {
        try
        {
            using var kept = JsonDocument.Parse(File.ReadAllBytes(path));
            var at = kept.RootElement.GetProperty("at").GetString();
            return (kept.RootElement.GetProperty("jwks").GetRawText(), DateTimeOffset.Parse(at!, CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException or ArgumentNullException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Keeps them, so that a reader finds the old ones or the new ones.</summary>
    /// <exception cref="IOException">There is no room, or no right.</exception>
    public static void Write(string path, string keys, DateTimeOffset at)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly | UnixFileMode.UserExecute);
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            using var writer = new Utf8JsonWriter(file);
            writer.WriteStartObject();
            writer.WriteString("at", at.ToString("O", CultureInfo.InvariantCulture));
            writer.WritePropertyName("jwks");
            writer.WriteRawValue(keys);
            writer.WriteEndObject();
        }

        File.Move(temporary, path, overwrite: true);
    }
}
