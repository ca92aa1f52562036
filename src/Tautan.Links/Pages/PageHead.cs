using System.Buffers;
using System.Text;

namespace Tautan.Links.Pages;

/// <summary>
/// The beginning of a page, up to where its head ends: all that a page says of itself stands there. What comes after it may be nested so
/// deeply that a reader which builds a tree of it takes the square of its length.
/// </summary>
internal static class PageHead
{
    // One with more attributes than anybody writes is none.
    private const int LongestTag = 8 * 1024;

    private const int LongestName = 20;
    private static readonly SearchValues<byte> OfNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:_"u8);

    // Of what may stand in a head (HTML §4.2, §13.2.6.4.4), all that can hold no other elements but these.
    private static readonly HashSet<string> OfHead = new(StringComparer.OrdinalIgnoreCase)
    {
        "html", "head", "title", "meta", "link", "base", "script", "style", "noscript", "basefont", "bgsound",
    };

    private static readonly HashSet<string> WithText = new(StringComparer.OrdinalIgnoreCase) { "title", "script", "style" };

    /// <summary>The part of a page that is its head.</summary>
    /// <param name="page">The page's bytes; in UTF-16 where it begins with the mark of that, else in something that agrees with ASCII.</param>
    public static byte[] Of(byte[] page)
    {
        var bytes = page switch
        {
            [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(page)),
            [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(page)),
            _ => page,
        };
        return bytes[..End(bytes)];
    }

    private static int End(ReadOnlySpan<byte> page)
    {
        for (var at = 0; ;)
        {
            var next = page[at..].IndexOf((byte)'<');
            if (next < 0)
                return page.Length;
            var start = at + next;
            var rest = page[start..];
            if (rest.StartsWith("<!--"u8))
            {
                at = After(page, start + 4, "-->"u8);
                continue;
            }

            if (rest.Length < 2 || !(char.IsAsciiLetter((char)rest[1]) || rest[1] is (byte)'/' or (byte)'!' or (byte)'?'))
            {
                at = start + 1;
                continue;
            }

            var isEnd = rest[1] == '/';
            var name = NameIn(rest[(isEnd ? 2 : 1)..]);
            if (rest[1] is not ((byte)'!' or (byte)'?') && (!OfHead.Contains(name) || (isEnd && name.Equals("head", StringComparison.OrdinalIgnoreCase))))
                return start;
            var length = TagLength(rest);
            if (length is < 0 or > LongestTag)
                return start;
            at = start + length;
            if (!isEnd && WithText.Contains(name))
                at = AfterText(page, at, name);
        }
    }

    private static string NameIn(ReadOnlySpan<byte> text)
    {
        var start = text[..Math.Min(text.Length, LongestName)];
        var length = start.IndexOfAnyExcept(OfNames);
        return Encoding.ASCII.GetString(length < 0 ? start : start[..length]);
    }

    // With its end; a value in quotes may have one inside.
    private static int TagLength(ReadOnlySpan<byte> tag)
    {
        byte quote = 0;
        for (var i = 1; i < tag.Length && i <= LongestTag; i++)
        {
            if (quote != 0)
                quote = tag[i] == quote ? (byte)0 : quote;
            else if (tag[i] is (byte)'"' or (byte)'\'')
                quote = tag[i];
            else if (tag[i] == '>')
                return i + 1;
        }

        return -1;
    }

    private static int After(ReadOnlySpan<byte> page, int from, ReadOnlySpan<byte> end) =>
        from >= page.Length ? page.Length : page[from..].IndexOf(end) is var found and >= 0 ? from + found + end.Length : page.Length;

    private static int AfterText(ReadOnlySpan<byte> page, int from, string name)
    {
        for (var at = from; at < page.Length;)
        {
            var found = page[at..].IndexOf("</"u8);
            if (found < 0)
                return page.Length;
            at += found;
            if (NameIn(page[(at + 2)..]).Equals(name, StringComparison.OrdinalIgnoreCase))
                return at;
            at += 2;
        }

        return page.Length;
    }
}
