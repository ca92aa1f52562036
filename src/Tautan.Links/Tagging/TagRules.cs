using System.Globalization;
using Tautan.Links.Creating;

namespace Tautan.Links.Tagging;

/// <summary>What a tag must be.</summary>
internal static class TagRules
{
    private const int Most = 50;
    private const int Longest = 64;

    public static readonly string Expected = string.Create(CultureInfo.InvariantCulture, $"must have 1 to {Longest} characters, no comma and no control characters");

    /// <summary>Checks the tags of a link; each once, without the whitespace around it.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<string?>? tags, Dictionary<string, string[]> errors)
    {
        var result = new List<string>();
        if (tags is null)
            return result;
        if (tags.Count > Most)
            errors["tags"] = [string.Create(CultureInfo.InvariantCulture, $"must have at most {Most} tags")];
        for (var i = 0; i < Math.Min(tags.Count, Most); i++)
        {
            if (!TryNormalize(tags[i], out var tag))
                errors[$"tags[{i.ToString(CultureInfo.InvariantCulture)}]"] = [Expected];
            else if (!result.Contains(tag))
                result.Add(tag);
        }

        return result;
    }

    public static bool TryNormalize(string? text, out string tag)
    {
        tag = text?.Trim() ?? "";
        return LinkText.Length(tag) is >= 1 and <= Longest && LinkText.IsText(tag) && !tag.Any(char.IsControl) && !tag.Contains(',', StringComparison.Ordinal);
    }
}
