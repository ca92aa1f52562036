using AngleSharp.Html.Parser.Tokens;

namespace Tautan.Commands.Check.Documents;

/// <summary>The attributes of HTML, and of SVG in it, that hold URLs.</summary>
internal static class HtmlAttributes
{
    private static readonly Dictionary<string, string[]> ByElement = new(StringComparer.Ordinal)
    {
        ["a"] = ["href", "ping", "xlink:href"],
        ["area"] = ["href", "ping"],
        ["audio"] = ["src"],
        ["blockquote"] = ["cite"],
        ["body"] = ["background"],
        ["button"] = ["formaction"],
        ["del"] = ["cite"],
        ["embed"] = ["src"],
        ["feimage"] = ["href", "xlink:href"],
        ["form"] = ["action"],
        ["frame"] = ["src", "longdesc"],
        ["html"] = ["manifest"],
        ["iframe"] = ["src", "longdesc"],
        ["image"] = ["href", "xlink:href"],
        ["img"] = ["src", "longdesc"],
        ["input"] = ["src", "formaction"],
        ["ins"] = ["cite"],
        ["link"] = ["href"],
        ["object"] = ["data"],
        ["q"] = ["cite"],
        ["script"] = ["src"],
        ["source"] = ["src"],
        ["table"] = ["background"],
        ["td"] = ["background"],
        ["th"] = ["background"],
        ["track"] = ["src"],
        ["use"] = ["href", "xlink:href"],
        ["video"] = ["src", "poster"],
    };

    // A connection to a host, and no page.
    private static readonly string[] ConnectionsOnly = ["preconnect", "dns-prefetch"];

    /// <summary>What an attribute says; null: the element has none of that name.</summary>
    public static string? ValueOf(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name == name) return attribute.Value;
        }

        return null;
    }

    /// <summary>All URLs of an element's attributes, as they are written.</summary>
    public static IEnumerable<string> UrlsOf(HtmlTagToken tag)
    {
        if (tag.Attributes.Count == 0) yield break;
        foreach (var name in ByElement.GetValueOrDefault(tag.Name) ?? [])
        {
            if (ValueOf(tag, name) is not { } value || IsConnectionOnly(tag)) continue;
            if (name != "ping") yield return value;
            else foreach (var url in value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) yield return url;
        }

        foreach (var url in SourceSet.UrlsIn(ValueOf(tag, "srcset"))) yield return url;
        foreach (var url in SourceSet.UrlsIn(ValueOf(tag, "imagesrcset"))) yield return url;
        foreach (var url in StyleUrls.In(ValueOf(tag, "style"))) yield return url;
        if (tag.Name == "meta" && UrlOfMeta(tag) is { } meta) yield return meta;
    }

    private static bool IsConnectionOnly(HtmlTagToken tag) =>
        tag.Name == "link"
        && ValueOf(tag, "rel")?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } relations
        && relations.All(relation => ConnectionsOnly.Contains(relation, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether it is a refresh that leads elsewhere at once (HTML, "refresh state").</summary>
    public static bool LeadsOn(HtmlTagToken tag) =>
        IsRefresh(tag) && UrlOfMeta(tag) is not null && ValueOf(tag, "content")!.TrimStart() is ['0', .. var rest] && rest.TrimStart() is [';' or ',', ..];

    private static bool IsRefresh(HtmlTagToken tag) => tag.Name == "meta" && string.Equals(ValueOf(tag, "http-equiv"), "refresh", StringComparison.OrdinalIgnoreCase);

    // A refresh leads elsewhere ("5; url=…"); what else holds an absolute URL is for those who show the page (og:image).
    private static string? UrlOfMeta(HtmlTagToken tag)
    {
        if (ValueOf(tag, "content") is not { } content) return null;
        if (IsRefresh(tag))
        {
            var at = content.IndexOf("url=", StringComparison.OrdinalIgnoreCase);
            return at < 0 ? null : content[(at + 4)..].Trim().Trim('\'', '"');
        }

        var isUrl = content.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || content.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        return isUrl && !content.Any(char.IsWhiteSpace) ? content : null;
    }
}
