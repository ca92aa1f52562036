using System.Globalization;

namespace Tautan.Health.Pages;

/// <summary>The words of an HTML page that a visitor reads, in lower case.</summary>
internal static class PageWords
{
    // Shorter ones are those that all texts of a language have.
    private const int Shortest = 4;
    private const int Longest = 40;

    private static readonly string[] Unread = ["script", "style", "noscript", "template", "svg"];

    /// <summary>Words of at least four letters; where a script has no spaces between words, each two characters.</summary>
    public static IEnumerable<ReadOnlyMemory<char>> In(string html)
    {
        var text = html.ToLowerInvariant();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '<') at = AfterTag(text, at);
            else if (IsUnspaced(text[at]))
            {
                if (at + 1 < text.Length && IsUnspaced(text[at + 1])) yield return text.AsMemory(at, 2);
                at++;
            }
            else if (IsWord(text[at]))
            {
                var start = at;
                while (at < text.Length && IsWord(text[at])) at++;
                if (at - start is >= Shortest and <= Longest) yield return text.AsMemory(start, at - start);
            }
            else
            {
                at++;
            }
        }
    }

    private static int AfterTag(string text, int at)
    {
        if (string.CompareOrdinal(text, at, "<!--", 0, 4) == 0) return After(text, "-->", at + 4);
        foreach (var name in Unread)
        {
            if (string.CompareOrdinal(text, at + 1, name, 0, name.Length) == 0) return After(text, ">", After(text, "</" + name, at + 1));
        }

        return After(text, ">", at + 1);
    }

    private static int After(string text, string mark, int from)
    {
        var at = from >= text.Length ? -1 : text.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? text.Length : at + mark.Length;
    }

    private static bool IsWord(char character) =>
        !IsUnspaced(character) && (char.IsLetter(character) || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    // Thai, Lao, Burmese, Khmer; kana, ideographs.
    private static bool IsUnspaced(char character) =>
        character is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
            or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');
}
