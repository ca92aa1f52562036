namespace Tautan.Commands.Check.Documents;

/// <summary>The image candidates of <c>srcset</c> (HTML, "srcset attributes").</summary>
internal static class SourceSet
{
    public static IEnumerable<string> UrlsIn(string? candidates)
    {
        if (candidates is null) yield break;
        for (var at = 0; at < candidates.Length;)
        {
            while (at < candidates.Length && (char.IsWhiteSpace(candidates[at]) || candidates[at] == ',')) at++;
            var start = at;

            // A comma is part of a URL, unless it is its last character.
            while (at < candidates.Length && !char.IsWhiteSpace(candidates[at])) at++;
            var url = candidates[start..at].TrimEnd(',');
            if (url.Length > 0) yield return url;
            if (at > start && candidates[at - 1] == ',') continue;

            // What describes it ends at a comma outside of brackets.
            for (var depth = 0; at < candidates.Length && (candidates[at] != ',' || depth > 0); at++)
                depth += candidates[at] == '(' ? 1 : candidates[at] == ')' ? -1 : 0;
        }
    }
}
