namespace Tautan.Links.Searching;

/// <summary>What a link is searched by, as PostgreSQL keeps it.</summary>
internal sealed class SearchText
{
    public long LinkNumber { get; set; }

    public required string Text { get; set; }
}
