using System.Globalization;
using System.Text;

namespace Tautan.Commands.Output;

/// <summary>
/// Text from elsewhere made harmless for a terminal and for a line: what steers a terminal, breaks a line or reorders what
/// is seen (Unicode categories Cc, Cf, Zl, Zp, lone surrogates) becomes <c>\u001b</c>.
/// </summary>
internal static class SafeText
{
    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';

    public static string Of(string? text)
    {
        if (text is null)
            return "";
        var first = IndexOfUnsafe(text, 0);
        if (first < 0)
            return text;

        var safe = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length;)
        {
            var width = WidthOfSafe(text, i);
            if (width == 0)
                AppendEscaped(safe, text[i++]);
            else
                safe.Append(text, i, width);
            i += width;
        }
        return safe.ToString();
    }

    /// <summary>The same for a JSON document: such characters stand only inside its strings, save for its line ends.</summary>
    public static string OfJson(string json)
    {
        var lines = json.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = Of(lines[i]);
        return string.Join('\n', lines);
    }

    private static int IndexOfUnsafe(string text, int from)
    {
        for (var i = from; i < text.Length;)
        {
            var width = WidthOfSafe(text, i);
            if (width == 0)
                return i;
            i += width;
        }
        return -1;
    }

    /// <summary>How many UTF-16 units the character there takes; 0: it must be escaped.</summary>
    private static int WidthOfSafe(string text, int index)
    {
        if (!Rune.TryGetRuneAt(text, index, out var rune))
            return 0;
        var harmless = Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            // These two join letters and pictures; many scripts cannot be written without them.
            UnicodeCategory.Format => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner,
            _ => true,
        };
        return harmless ? rune.Utf16SequenceLength : 0;
    }

    private static void AppendEscaped(StringBuilder safe, char unit) =>
        safe.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
}
