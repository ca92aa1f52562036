using AngleSharp.Html.Parser;

namespace Tautan.Commands.Check.Documents;

/// <summary>The links and anchors of a page, or of a piece of one.</summary>
internal static class HtmlDocument
{
    // GitHub puts it before the ids that authors write.
    private const string AuthorPrefix = "user-content-";

    /// <param name="text">The page.</param>
    /// <param name="firstLine">The number of its first line.</param>
    public static Document Read(string text, int firstLine = 1)
    {
        using var page = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true }).ParseDocument(text);
        var links = new List<Found>();
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        var headings = new List<string>();
        string? baseUrl = null;
        foreach (var element in page.All)
        {
            if (element.Id is { Length: > 0 } id) Add(anchors, id);
            if (element.LocalName is "a" or "map" && element.GetAttribute("name") is { Length: > 0 } name) Add(anchors, name);
            if (element.LocalName == "base") baseUrl ??= element.GetAttribute("href");
            if (element.LocalName is "h1" or "h2" or "h3" or "h4" or "h5" or "h6") headings.Add(element.TextContent);
            var line = firstLine - 1 + Math.Max(element.SourceReference?.Position.Line ?? 1, 1);
            links.AddRange(HtmlAttributes.UrlsOf(element).Select(url => new Found(url.Trim(), line)));
        }

        return new Document(links, anchors, baseUrl) { Headings = headings };
    }

    private static void Add(HashSet<string> anchors, string anchor)
    {
        anchors.Add(anchor);
        if (anchor.StartsWith(AuthorPrefix, StringComparison.Ordinal)) anchors.Add(anchor[AuthorPrefix.Length..]);
    }
}
