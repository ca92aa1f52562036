namespace Tautan.Links;

/// <summary>A domain as it is stored. The default one has no name here: its name is the setting <c>Urls:Base</c>.</summary>
internal sealed class Domain
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>ASCII (RFC 5890), lower case, with a port only where it was given one. One workspace's once it is verified; until then several may claim it.</summary>
    public string Name { get; set; } = "";

    /// <summary>That of new links which say nothing.</summary>
    public int RedirectStatus { get; set; } = 302;

    /// <summary>Fixed when it is made: slugs that differ in case alone would be one link else.</summary>
    public bool CaseSensitive { get; set; } = true;

    public bool PathSuffix { get; set; }

    /// <summary>That of new links which say nothing.</summary>
    public bool ForwardQuery { get; set; }

    /// <summary>Whether crawlers are asked to stay away.</summary>
    public bool DisallowRobots { get; set; }

    /// <summary>The least length of generated slugs.</summary>
    public int SlugLength { get; set; } = 7;

    /// <summary>The length that generated slugs have come to, where 1 in 50 tries hit a taken one; 0: not yet.</summary>
    public int GrownSlugLength { get; set; }

    /// <summary>Where <c>/</c>, an unknown slug and an expired link lead; null: a page of our own.</summary>
    public string? BaseRedirectUrl { get; set; }

    public string? UnknownRedirectUrl { get; set; }

    public string? ExpiredRedirectUrl { get; set; }

    /// <summary>What its owner must show that it is his.</summary>
    public string VerificationToken { get; set; } = "";

    /// <summary>When he showed it; null: not yet, and it is not served.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>That of its last change; its ETag.</summary>
    public long Revision { get; set; }
}
