namespace Tautan.Commands.Check.Documents;

/// <summary>What a document says.</summary>
/// <param name="Links">In the order in which they stand there; one may come several times.</param>
/// <param name="Anchors">What a fragment may name; null: this kind of document has none, or ones that nobody can know.</param>
/// <param name="Base">Of <c>base</c> elements; null: the document's own place.</param>
internal sealed record Document(IReadOnlyList<Found> Links, IReadOnlySet<string>? Anchors = null, string? Base = null)
{
    public static readonly Document Empty = new([]);
}
