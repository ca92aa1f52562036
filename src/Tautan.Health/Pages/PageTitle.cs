using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Tautan.Health.Pages;

/// <summary>The title of an HTML page.</summary>
internal static partial class PageTitle
{
    /// <summary>In characters; what is longer is cut.</summary>
    public const int Longest = 200;

    // As much of a title is read; what is longer is none.
    private const int LongestBytes = 2_000;

    /// <summary>The first title element's text; null where there is none, or nothing in it.</summary>
    /// <param name="page">Without byte order mark.</param>
    /// <param name="encoding">Of the page; one in which ASCII is ASCII, as all have that the web still uses.</param>
    public static string? Of(ReadOnlySpan<byte> page, Encoding encoding)
    {
        while (true)
        {
            var open = IndexOf(page, "<title"u8);
            if (open < 0) return null;
            page = page[(open + 6)..];

            // Neither an element with a longer name nor one that never ends.
            if (page.IsEmpty || page[0] is not ((byte)'>' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) continue;
            var start = page.IndexOf((byte)'>') + 1;
            if (start == 0) return null;
            page = page[start..];
            var end = IndexOf(page, "</title"u8);
            return end is < 0 or > LongestBytes ? null : Clean(encoding.GetString(page[..end]));
        }
    }

    private static string? Clean(string text)
    {
        var title = Spaces().Replace(WebUtility.HtmlDecode(text), " ").Trim();
        if (title.Length > Longest) title = title[..(char.IsHighSurrogate(title[Longest - 1]) ? Longest - 1 : Longest)];
        return title.Length == 0 ? null : title;
    }

    // Tags are written in either case, and hardly ever in both at once.
    private static int IndexOf(ReadOnlySpan<byte> page, ReadOnlySpan<byte> tag)
    {
        var from = 0;
        while (true)
        {
            var at = page[from..].IndexOf((byte)'<');
            if (at < 0) return -1;
            at += from;
            if (at + tag.Length > page.Length) return -1;
            if (Ascii.EqualsIgnoreCase(page.Slice(at, tag.Length), tag)) return at;
            from = at + 1;
        }
    }

    // White space and what cannot be seen.
    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
