using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Tautan.Links.Listing;

/// <summary>Where a page ended: the sort value and the id of its last link. Rows that come and go meanwhile move no page.</summary>
internal sealed record LinkCursor(string Sort, string Value, Guid Id)
{
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Null where the text is no cursor of a list in this order.</summary>
    public static LinkCursor? Read(string text, string sort)
    {
        try
        {
            var cursor = JsonSerializer.Deserialize<LinkCursor>(Base64Url.DecodeFromChars(text));
            return cursor is { Value: not null } && cursor.Sort == sort && Encoding.UTF8.GetByteCount(cursor.Value) < 4096 ? cursor : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
