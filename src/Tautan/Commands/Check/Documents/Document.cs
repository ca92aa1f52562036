namespace Tautan.Commands.Check.Documents;

/// <summary>What a document says.</summary>
/// <param name="Links">In the order in which they stand there; one may come several times.</param>
/// <param name="Anchors">What a fragment may name; null: this kind of document has none, or ones that nobody can know.</param>
/// <param name="Base">Of <c>base</c> elements; null: the document's own place.</param>
internal sealed record Document(IReadOnlyList<Found> Links, IReadOnlySet<string>? Anchors = null, string? Base = null)
{
    /// <summary>The texts of HTML headings, in their order: code hosts make anchors of them where they stand in Markdown.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>Of an index of sitemaps: the URLs of those, as they are written.</summary>
    public IReadOnlyList<string> Sitemaps { get; init; } = [];

    public static readonly Document Empty = new([]);
}
