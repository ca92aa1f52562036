using System.Text;
using System.Text.RegularExpressions;

namespace Tautan.Health.Probing;

/// <summary>Turns the bytes of a body into text, as a browser would.</summary>
internal static partial class BodyText
{
    private const int Prescan = 1024;

    /// <summary>
    /// Decodes by byte order mark, else by the charset of the Content-Type, else by the one that the HTML names in its
    /// first 1,024 bytes, else as UTF-8. What cannot be decoded becomes U+FFFD.
    /// </summary>
    /// <param name="bytes">The body.</param>
    /// <param name="charset">Of the Content-Type; null where there is none.</param>
    /// <param name="cut">The body goes on: half a character at the end is left out.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, bool cut)
    {
        var (encoding, mark) = EncodingOf(bytes, charset);
        var text = bytes[mark..];
        var decoder = encoding.GetDecoder();
        var characters = new char[encoding.GetMaxCharCount(text.Length)];
        var count = decoder.GetChars(text, characters, flush: !cut);
        return new string(characters, 0, count);
    }

    /// <summary>The encoding of a body, and the length of its byte order mark.</summary>
    public static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> bytes, string? charset) =>
        ByMark(bytes) ?? (Named(charset) ?? Named(InHtml(bytes)) ?? Encoding.UTF8, 0);

    private static (Encoding Encoding, int Length)? ByMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        _ => null,
    };

    private static string? InHtml(ReadOnlySpan<byte> bytes)
    {
        var match = MetaCharset().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, Prescan)]));
        return match.Success ? match.Groups[1].Value : null;
    }

    private static Encoding? Named(string? charset)
    {
        if (string.IsNullOrWhiteSpace(charset)) return null;
        var name = charset.Trim('"', '\'', ' ');
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex("""<meta[^>]{1,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MetaCharset();
}
