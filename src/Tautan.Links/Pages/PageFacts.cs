using AngleSharp.Html.Parser;
using Tautan.Links.Creating;
using Tautan.Platform.Outbound;

namespace Tautan.Links.Pages;

/// <summary>What a page says of itself in its head.</summary>
/// <param name="Title">Of the title element, else what it is shared by (Open Graph).</param>
/// <param name="Description">The same way.</param>
/// <param name="FaviconUrl">The page's own icon, else <c>/favicon.ico</c>.</param>
/// <param name="ImageUrl">The picture by which it is shared.</param>
internal sealed record PageFacts(string? Title, string? Description, string? FaviconUrl, string? ImageUrl)
{
    private const int LongestTitle = 500;
    private const int LongestDescription = 2000;
    private const int LongestUrl = 2000;

    public static PageFacts Of(OutboundDocument document)
    {
        var isHtml = document.ContentType is null || document.ContentType.Contains("html", StringComparison.OrdinalIgnoreCase);
        if (!isHtml)
            return new PageFacts(null, null, null, document.ContentType!.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? Address(document.Url, document.Url.AbsoluteUri) : null);
        using var body = new MemoryStream(PageHead.Of(document.Body));
        using var page = new HtmlParser().ParseDocument(body);
        var root = page.QuerySelector("base[href]")?.GetAttribute("href") is { } href && Uri.TryCreate(document.Url, href, out var given) ? given : document.Url;
        return new PageFacts(
            Text(page.Title, LongestTitle) ?? Text(Meta("og:title"), LongestTitle) ?? Text(Meta("twitter:title"), LongestTitle),
            Text(Meta("description"), LongestDescription) ?? Text(Meta("og:description"), LongestDescription),
            Address(root, page.QuerySelector("link[rel~='icon' i][href]")?.GetAttribute("href")) ?? Address(document.Url, "/favicon.ico"),
            Address(root, Meta("og:image")) ?? Address(root, Meta("twitter:image")));

        string? Meta(string name) => page.QuerySelector($"meta[name='{name}' i][content], meta[property='{name}' i][content]")?.GetAttribute("content");
    }

    private static string? Text(string? text, int longest)
    {
        var words = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length > longest)
            words = words[..(char.IsHighSurrogate(words[longest - 1]) ? longest - 1 : longest)];
        return words.Length == 0 || !LinkText.IsText(words) ? null : words;
    }

    // What is shown in a page of ours must be an address that a picture can have.
    private static string? Address(Uri root, string? text) =>
        text is { Length: > 0 and <= LongestUrl } && Uri.TryCreate(root, text.Trim(), out var url) && url.Scheme is "http" or "https" && url.AbsoluteUri.Length <= LongestUrl
            ? url.AbsoluteUri
            : null;
}
