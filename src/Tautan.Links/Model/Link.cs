namespace Tautan.Links;

/// <summary>A link as it is stored.</summary>
internal sealed class Link
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid DomainId { get; set; }

    /// <summary>As it is shown, in normalization form C.</summary>
    public required string Slug { get; set; }

    /// <summary>As it is matched: folded where the domain ignores case. Unique within the domain.</summary>
    public required string SlugKey { get; set; }

    public string Title { get; set; } = "";

    public int RedirectStatus { get; set; }

    public bool ForwardQuery { get; set; }

    public DateTimeOffset? StartsAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public bool Enabled { get; set; }

    public bool Archived { get; set; }

    public string? FallbackUrl { get; set; }

    public LinkHealth Health { get; set; } = new();

    /// <summary>Of all routes, in order of route and position; the default route is 0.</summary>
    public List<Destination> Destinations { get; set; } = [];

    public List<LinkTag> Tags { get; set; } = [];

    /// <summary>The revision of its last change in the feed; its ETag.</summary>
    public long Revision { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
