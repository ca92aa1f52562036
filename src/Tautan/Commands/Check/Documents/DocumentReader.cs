namespace Tautan.Commands.Check.Documents;

/// <summary>Reads documents of all kinds.</summary>
internal static class DocumentReader
{
    /// <summary>By the file's name; null: it is none of those that a directory is searched for.</summary>
    public static DocumentKind? KindOf(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        if (name.EndsWith(".gz", StringComparison.Ordinal)) name = name[..^3];
        return Path.GetExtension(name) switch
        {
            ".md" or ".markdown" or ".mdx" or ".mkd" or ".mdown" => DocumentKind.Markdown,
            ".html" or ".htm" or ".xhtml" => DocumentKind.Html,
            ".txt" or ".text" => DocumentKind.Text,
            ".csv" or ".tsv" => DocumentKind.Csv,
            ".xml" when name.Contains("sitemap", StringComparison.Ordinal) => DocumentKind.Sitemap,
            _ => null,
        };
    }

    /// <summary>Of a file that was named: what its name says, and where that is XML what is in it.</summary>
    public static DocumentKind KindOf(string path, DocumentKind byName, string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 4096));
        var isSitemap = byName == DocumentKind.Text && IsXml(path) && (head.Contains("<urlset", StringComparison.Ordinal) || head.Contains("<sitemapindex", StringComparison.Ordinal));
        return isSitemap ? DocumentKind.Sitemap : byName;
    }

    public static bool IsXml(string path) => path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".xml.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a document.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="text">All of it.</param>
    /// <param name="withCode">Whether the URLs in code are links.</param>
    /// <exception cref="FormatException">It is not of that kind, such as a sitemap that is no XML.</exception>
    public static Document Read(DocumentKind kind, string text, bool withCode = false) => kind switch
    {
        // Each in a method of its own: a library is loaded when the first document of its kind is read.
        DocumentKind.Markdown => MarkdownDocument.Read(text, withCode),
        DocumentKind.Html => HtmlDocument.Read(text),
        DocumentKind.Csv => CsvDocument.Read(text),
        DocumentKind.Sitemap => SitemapDocument.Read(text),
        _ => new Document(TextDocument.LinksIn(text)),
    };
}
