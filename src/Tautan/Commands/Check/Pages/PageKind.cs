using System.Net.Http.Headers;
using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Check.Pages;

/// <summary>How a page is read that came over HTTP.</summary>
internal static class PageKind
{
    /// <summary>By its Content-Type, and where that says little by the end of its name. Null: it has no links.</summary>
    public static DocumentKind? Of(Uri url, MediaTypeHeaderValue? type) => type?.MediaType?.ToLowerInvariant() switch
    {
        "text/html" or "application/xhtml+xml" => DocumentKind.Html,
        "text/markdown" => DocumentKind.Markdown,
        "text/csv" => DocumentKind.Csv,
        "application/xml" or "text/xml" => DocumentKind.Sitemap,

        // Code hosts send every file so.
        "text/plain" => DocumentReader.KindOf(url.AbsolutePath) ?? DocumentKind.Text,
        null or "application/octet-stream" or "application/gzip" or "application/x-gzip" => DocumentReader.KindOf(url.AbsolutePath) ?? (DocumentReader.IsXml(url.AbsolutePath) ? DocumentKind.Sitemap : null),
        _ => null,
    };
}
