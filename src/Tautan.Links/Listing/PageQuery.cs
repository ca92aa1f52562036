using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Tautan.Links.Listing;

/// <summary>A page of a list whose items have names of their own.</summary>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="After">The name after which it begins; null: at the beginning.</param>
internal sealed record PageQuery(int Limit, string? After)
{
    private const char Mark = '>';

    public static PageQuery Read(IQueryCollection query, out Dictionary<string, string[]> errors)
    {
        errors = [];
        foreach (var name in query.Keys.Where(name => name is not ("limit" or "cursor")))
            errors[name] = ["is no parameter of this list (limit, cursor)"];
        var limit = 100;
        if (query["limit"].ToString() is { Length: > 0 } text
            && !(text.All(char.IsAsciiDigit) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= 1000))
        {
            errors["limit"] = ["must be from 1 to 1000"];
        }

        string? after = null;
        if (query["cursor"].ToString() is { Length: > 0 } cursor && !TryRead(cursor, out after))
            errors["cursor"] = ["must be the nextCursor of an answer to the same list"];
        return new PageQuery(limit, after);
    }

    // A name may be empty, a cursor may not: that would be the beginning again.
    public static string CursorOf(string name) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Mark + name));

    private static bool TryRead(string cursor, out string? name)
    {
        try
        {
            var text = new UTF8Encoding(false, true).GetString(Base64Url.DecodeFromChars(cursor));
            name = text.StartsWith(Mark) ? text[1..] : null;
            return name is not null && !name.Contains('\0', StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            name = null;
            return false;
        }
    }
}
