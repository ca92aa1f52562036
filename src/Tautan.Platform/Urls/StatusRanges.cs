using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tautan.Platform.Urls;

/// <summary>
/// A set of HTTP status codes: <c>200,301-302,2xx</c>. Items are separated by commas, blanks around them are ignored; an
/// item is a code (<c>204</c>), a range with both ends in it (<c>200-299</c>, or as others write it <c>200..299</c>), or
/// a class (<c>2xx</c>). Codes go from 100 to 999, since servers in the wild use codes beyond RFC 9110's.
/// </summary>
public sealed class StatusRanges
{
    /// <summary>The longest text that is accepted.</summary>
    public const int MaxLength = 200;

    private const int Lowest = 100;
    private const int Highest = 999;

    private readonly (int First, int Last)[] _ranges;

    private StatusRanges((int First, int Last)[] ranges) => _ranges = ranges;

    /// <summary>Reads a set.</summary>
    /// <param name="text">The text. Null, empty and blank texts are no set: "no expectation" is for the caller to tell apart.</param>
    /// <param name="ranges">The set.</param>
    /// <param name="error">What is wrong, to be read after the field's name; it quotes the item. Empty on success.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StatusRanges? ranges, out string error)
    {
        ranges = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = "must be status codes such as 200,301-302 or 2xx, and is empty";
            return false;
        }

        if (text.Length > MaxLength)
        {
            error = $"must have at most {MaxLength} characters";
            return false;
        }

        var items = text.Split(',', StringSplitOptions.TrimEntries);
        var parsed = new (int First, int Last)[items.Length];
        for (var index = 0; index < items.Length; index++)
        {
            if (!TryParseItem(items[index], out parsed[index]))
            {
                error = $"must be status codes from {Lowest} to {Highest} such as 200,301-302 or 2xx, and has '{items[index]}'";
                return false;
            }
        }

        ranges = new StatusRanges(parsed);
        error = "";
        return true;
    }

    public bool Contains(int status)
    {
        foreach (var (first, last) in _ranges)
        {
            if (status >= first && status <= last) return true;
        }

        return false;
    }

    /// <summary>The set in its shortest plain spelling: <c>200,301-302</c>.</summary>
    public override string ToString() => string.Join(',', _ranges.Select(range => range.First == range.Last
        ? range.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));

    private static bool TryParseItem(ReadOnlySpan<char> item, out (int First, int Last) range)
    {
        range = default;
        if (item.Length == 3 && item[0] is >= '1' and <= '9' && item[1..].Equals("xx", StringComparison.OrdinalIgnoreCase))
        {
            var hundred = (item[0] - '0') * 100;
            range = (hundred, hundred + 99);
            return true;
        }

        var separator = item.Contains("..", StringComparison.Ordinal) ? ".." : "-";
        var at = item.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
        {
            if (!TryParseCode(item, out var code)) return false;
            range = (code, code);
            return true;
        }

        if (!TryParseCode(item[..at].Trim(), out var first) || !TryParseCode(item[(at + separator.Length)..].Trim(), out var last))
        {
            return false;
        }

        range = (first, last);
        return first <= last;
    }

    // int.TryParse alone passes over NULs at the end.
    private static bool TryParseCode(ReadOnlySpan<char> text, out int code) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= Lowest and <= Highest && char.IsAsciiDigit(text[^1]);
}
