using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tautan.Platform.Urls;

/// <summary>
/// What a slug may be: 1 to 128 characters (Unicode scalar values), letters, digits, <c>-._~</c>, any letter, mark or symbol of Unicode,
/// <c>/</c> inside; in normalization form C. Invisible and bidirectional control characters are refused: two links must
/// not look alike and go apart.
/// </summary>
public static class Slug
{
    /// <summary>The most characters a slug may have.</summary>
    public const int MaxLength = 128;

    /// <summary>First segments that belong to the platform on every domain.</summary>
    public static readonly IReadOnlySet<string> ReservedEverywhere =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".well-known", "favicon.ico", "robots.txt" };

    /// <summary>First segments that belong to the platform on the hosts where its API answers.</summary>
    public static readonly IReadOnlySet<string> ReservedOnAdminHosts =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "api", "app", "docs", "openapi", "connect", "account", "rest" };

    private const string Unreserved = "-._~";
    private static readonly SearchValues<char> Ascii =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~");

    /// <summary>Brings a slug into its stored form, or says what is wrong with it.</summary>
    /// <param name="text">As given, not percent-encoded.</param>
    /// <param name="normalized">In normalization form C.</param>
    /// <param name="error">What was expected; empty where it is fine.</param>
    public static bool TryNormalize(string? text, out string normalized, out string error)
    {
        normalized = text ?? "";
        error = Check(normalized);
        if (error.Length != 0)
            return false;
        if (normalized.AsSpan().ContainsAnyExcept(Ascii))
        {
            normalized = normalized.Normalize(NormalizationForm.FormC);
            error = Check(normalized);
        }

        return error.Length == 0;
    }

    /// <summary>The part before the first <c>/</c>.</summary>
    public static string FirstSegment(string slug) => slug.IndexOf('/', StringComparison.Ordinal) is var end and >= 0 ? slug[..end] : slug;

    private static string Check(string slug)
    {
        if (slug.Length == 0)
            return "must have 1 to 128 characters, and is empty";
        var count = 0;
        for (var i = 0; i < slug.Length;)
        {
            if (Rune.DecodeFromUtf16(slug.AsSpan(i), out var rune, out var consumed) != OperationStatus.Done)
                return "must be well-formed Unicode, and has half of a surrogate pair";
            if (!IsAllowed(rune) || (IsVariationSelector(rune.Value) && !IsEmojiStyle(slug, i)))
                return $"may have letters, digits, '-._~', emoji and '/' inside, and has U+{rune.Value:X4}";
            i += consumed;
            count++;
        }

        if (count > MaxLength)
            return $"must have 1 to 128 characters, and has {count.ToString(CultureInfo.InvariantCulture)}";
        foreach (var segment in slug.AsSpan().Split('/'))
        {
            if (slug.AsSpan(segment) is "" or "." or "..")
                return "may have '/' only between segments, and no segment may be '.' or '..'";
        }

        return "";
    }

    private static bool IsAllowed(Rune rune) => rune.IsAscii
        ? Rune.IsLetterOrDigit(rune) || rune.Value == '/' || Unreserved.Contains((char)rune.Value, StringComparison.Ordinal)
        : Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol => !IsInvisible(rune.Value),
            _ => false,
        };

    private static bool IsVariationSelector(int value) => value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // U+FE0F makes a picture of a sign (❤️, 1️⃣), which everybody's keyboard sends along; behind anything else it shows nothing.
    private static bool IsEmojiStyle(string slug, int place) =>
        slug[place] == '\uFE0F' && place > 0
        && (Rune.DecodeLastFromUtf16(slug.AsSpan(0, place), out var before, out _) == OperationStatus.Done)
        && (Rune.GetUnicodeCategory(before) == UnicodeCategory.OtherSymbol || (before.Value is >= '0' and <= '9' && slug.AsSpan(place + 1).StartsWith("\u20E3")));

    // Letters and marks by category that show nothing: Hangul fillers, the grapheme joiner, Khmer inherent vowels,
    // Mongolian variation selectors, the braille blank; and what stands for something that is not there.
    private static bool IsInvisible(int value) =>
        value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x034F or 0x17B4 or 0x17B5 or 0x2800 or 0xFFFC or 0xFFFD or (>= 0x180B and <= 0x180F);
}
