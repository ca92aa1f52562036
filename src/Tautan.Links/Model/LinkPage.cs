namespace Tautan.Links;

/// <summary>What a link's first destination says of itself, fetched once and refreshed when asked for.</summary>
internal sealed class LinkPage
{
    public long LinkNumber { get; set; }

    public Guid WorkspaceId { get; set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public string? FaviconUrl { get; set; }

    public string? ImageUrl { get; set; }

    public DateTimeOffset FetchedAt { get; set; }

    /// <summary>Why it could not be fetched; null where it could.</summary>
    public string? Error { get; set; }
}
