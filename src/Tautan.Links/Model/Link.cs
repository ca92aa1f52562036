namespace Tautan.Links;

/// <summary>A link as it is stored.</summary>
internal sealed class Link
{
    /// <summary>What other rows know it by: the revision at which it was made. Short, ever growing, and the same on both databases.</summary>
    public long Number { get; set; }

    /// <summary>What the outside knows it by.</summary>
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid DomainId { get; set; }

    /// <summary>As it is shown, in normalization form C.</summary>
    public required string Slug { get; set; }

    /// <summary>As it is matched: folded where the domain ignores case. Unique within the domain.</summary>
    public required string SlugKey { get; set; }

    public string Title { get; set; } = "";

    public string Description { get; set; } = "";

    public string Notes { get; set; } = "";

    /// <summary>Who looks after it; whatever the caller calls him.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The subject that made it.</summary>
    public string CreatedBy { get; set; } = "";

    /// <summary>An object of strings, as JSON; null: none.</summary>
    public string? Metadata { get; set; }

    /// <summary>As <see cref="Creating.UtmParameters"/> writes them; null: none.</summary>
    public string? Utm { get; set; }

    /// <summary>Clicks that another system counted before the link came here.</summary>
    public long ImportedClicks { get; set; }

    /// <summary>After how many clicks it is to end; kept and shown.</summary>
    public int? MaxVisits { get; set; }

    public int RedirectStatus { get; set; }

    public bool ForwardQuery { get; set; }

    /// <summary>Whether what follows the slug is put behind the destination; null: as the domain says.</summary>
    public bool? PathSuffix { get; set; }

    public DateTimeOffset? StartsAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public bool Enabled { get; set; }

    public bool Archived { get; set; }

    public string? FallbackUrl { get; set; }

    public LinkHealth Health { get; set; } = new();

    /// <summary>Of all routes, in order of route and position; the default route is 0.</summary>
    public List<Destination> Destinations { get; set; } = [];

    public List<LinkTag> Tags { get; set; } = [];

    /// <summary>What the first destination says of itself; null: not fetched.</summary>
    public LinkPage? Page { get; set; }

    /// <summary>The revision of its last change in the feed; its ETag.</summary>
    public long Revision { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
