using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tautan.Links.Listing;

/// <summary>Where a page ended: the sort value and the number of its last link. Rows that come and go meanwhile move no page.</summary>
internal sealed record LinkCursor(string Sort, string Value, long Number)
{
    private static readonly JsonSerializerOptions Exact = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true };

    // In milliseconds: 10000-01-01T00:00:00Z, where DateTimeOffset ends.
    private const long EndOfTime = 253_402_300_800_000;

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Null where the text is no cursor of a list in this order.</summary>
    public static LinkCursor? Read(string text, string sort)
    {
        try
        {
            var cursor = JsonSerializer.Deserialize<LinkCursor>(Base64Url.DecodeFromChars(text), Exact);
            return cursor is { Value: not null } && cursor.Sort == sort && IsValue(cursor.Value, sort) ? cursor : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The value as the instant it is, in a list that is sorted by one; null where it is none.</summary>
    public static DateTimeOffset? Instant(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < EndOfTime
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    // PostgreSQL takes no NUL, and no value of a link has one.
    private static bool IsValue(string value, string sort) => sort.TrimStart('-') is "slug" or "title"
        ? Encoding.UTF8.GetByteCount(value) < 4096 && !value.Contains('\0', StringComparison.Ordinal)
        : Instant(value) is not null;
}
