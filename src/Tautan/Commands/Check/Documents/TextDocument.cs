using System.Buffers;

namespace Tautan.Commands.Check.Documents;

/// <summary>Finds the URLs in plain text.</summary>
internal static class TextDocument
{
    private static readonly SearchValues<string> Starts = SearchValues.Create(["http://", "https://"], StringComparison.OrdinalIgnoreCase);

    // What RFC 3986 has no place for, and text puts around URLs.
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\v\f\0<>\"`{}|\\^\u00a0\u2028\u2029\u3000“”«»„‹›「」（）。，、");

    /// <summary>All of them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="firstLine">The number of its first line.</param>
    public static List<Found> LinksIn(ReadOnlySpan<char> text, int firstLine = 1)
    {
        var found = new List<Found>();
        var line = firstLine;
        while (true)
        {
            var start = text.IndexOfAny(Starts);
            if (start < 0) return found;
            line += text[..start].Count('\n');
            text = text[start..];
            var end = text.IndexOfAny(Ends);
            if (end < 0) end = text.Length;
            var url = Trim(text[..end]);

            // A scheme and nothing else is a word about URLs, and none.
            if (url.Length > url.IndexOf("://", StringComparison.Ordinal) + 3) found.Add(new Found(url.ToString(), line));
            text = text[Math.Max(end, 1)..];
        }
    }

    // What ends a sentence ends no URL, nor does a bracket that was opened before it.
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> url)
    {
        while (url.Length > 0)
        {
            var last = url[^1];
            var isOdd = last switch
            {
                '.' or ',' or ';' or ':' or '!' or '?' or '\'' or '*' or '_' or '~' => true,
                ')' => url.Count('(') < url.Count(')'),
                ']' => url.Count('[') < url.Count(']'),
                _ => false,
            };
            if (!isOdd) break;
            url = url[..^1];
        }

        return url;
    }
}
