using System.Globalization;
using System.Text;

namespace Tautan.Commands.Check.Documents;

/// <summary>The anchors that GitHub, GitLab and most others make of a document's headings, in their order.</summary>
internal sealed class HeadingAnchors
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Of the next heading: lower case, no punctuation, hyphens for spaces; one that was there gets a number.</summary>
    public string Next(string heading)
    {
        var anchor = Slug(heading.Trim());
        if (!_seen.TryGetValue(anchor, out var times))
        {
            _seen.Add(anchor, 0);
            return anchor;
        }

        string numbered;
        do numbered = string.Create(CultureInfo.InvariantCulture, $"{anchor}-{++times}");
        while (_seen.ContainsKey(numbered));
        _seen[anchor] = times;
        _seen.Add(numbered, 0);
        return numbered;
    }

    /// <summary>Of a heading as it stands, spaces around it included: GitHub leaves what an icon before it leaves.</summary>
    public static string Slug(string heading)
    {
        var slug = new StringBuilder(heading.Length);
        foreach (var rune in heading.ToLowerInvariant().EnumerateRunes())
        {
            if (rune.Value is ' ' or '-') slug.Append('-');
            else if (IsKept(Rune.GetUnicodeCategory(rune))) slug.Append(rune);
        }

        return slug.ToString();
    }

    private static bool IsKept(UnicodeCategory category) => category is
        UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
}
