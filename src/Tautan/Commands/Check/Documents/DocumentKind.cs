namespace Tautan.Commands.Check.Documents;

/// <summary>How a document is read.</summary>
internal enum DocumentKind
{
    Text,
    Markdown,
    Html,
    Csv,
    Sitemap,
}
