namespace Tautan.Health.Storage;

/// <summary>What is known of a probe beyond its targets.</summary>
internal sealed class ProbeRow
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>Kept up to date for intervals over 10 minutes.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>Where it was last connected to; null: nowhere yet.</summary>
    public string? Address { get; set; }

    /// <summary>The allowed network of that address (CIDR); null: it is public.</summary>
    public string? Network { get; set; }

    public int? EffectiveIntervalSeconds { get; set; }

    /// <summary>When its baseline was taken; null: there is none yet.</summary>
    public DateTimeOffset? BaselineAt { get; set; }

    /// <summary>Where it led then.</summary>
    public string? BaselineUrl { get; set; }

    /// <summary>The page's title then.</summary>
    public string? BaselineTitle { get; set; }

    /// <summary>The sketch of its text then: hashes of 4 bytes.</summary>
    public byte[]? BaselineSketch { get; set; }

    /// <summary>Of its host; null: it was written before there were any.</summary>
    public int? Shard { get; set; }
}
