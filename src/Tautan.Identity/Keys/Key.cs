namespace Tautan.Identity.Keys;

/// <summary>An API key: what a program proves itself with, on behalf of a user and for one workspace.</summary>
internal sealed class Key
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid UserId { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the key. It has 160 random bits: a slow hash would protect nothing more.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Separated by spaces.</summary>
    public required string Scopes { get; set; }

    /// <summary>Networks from which it may be used, separated by spaces; empty: from everywhere.</summary>
    public string AllowedNetworks { get; set; } = "";

    /// <summary>It is the one in <c>admin-api-key</c>.</summary>
    public bool IsFromFile { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was last exchanged: gateways do so when a token ends, so it may have been used up to 15 minutes later.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
