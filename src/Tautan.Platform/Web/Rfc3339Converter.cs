using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tautan.Platform.Web;

/// <summary>
/// Dates and times in bodies: RFC 3339 §5.6. A text without an offset is refused: it would be read in the time zone of
/// whatever machine happens to read it.
/// </summary>
public sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    private const int ShortestWithOffset = 17;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && HasOffset(reader.GetString()!) && reader.TryGetDateTimeOffset(out var instant)
            ? instant
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <summary>Reads one from anywhere else, by the same rules.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (!HasOffset(text))
            return false;
        var json = JsonSerializer.SerializeToUtf8Bytes(text);
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TryGetDateTimeOffset(out instant);
    }

    private static bool HasOffset(string text) =>
        text.Length >= ShortestWithOffset && (text[^1] is 'Z' || text[^6] is '+' or '-');
}
