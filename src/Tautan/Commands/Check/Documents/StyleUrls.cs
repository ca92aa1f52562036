using System.Text.RegularExpressions;

namespace Tautan.Commands.Check.Documents;

/// <summary>What <c>url(…)</c> and <c>@import</c> name in CSS.</summary>
internal static partial class StyleUrls
{
    public static IEnumerable<string> In(string? style) =>
        style is null ? [] : Urls().Matches(style).Select(match => match.Groups["url"].Value.Trim()).Where(url => url.Length > 0);

    [GeneratedRegex("""url\(\s*(?:"(?<url>[^"\n]*)"|'(?<url>[^'\n]*)'|(?<url>[^\s"'()]+))\s*\)|@import\s+(?:"(?<url>[^"\n]*)"|'(?<url>[^'\n]*)')""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Urls();
}
