using Tautan.Contracts.Health;

namespace Tautan.Health.Storage;

/// <summary>A target's state.</summary>
internal sealed class TargetRow
{
    /// <summary>The id of its key in the feed.</summary>
    public Guid Key { get; set; }

    public Guid WorkspaceId { get; set; }

    public Verdict Verdict { get; set; }

    public string? Reason { get; set; }

    public string? Note { get; set; }

    public DateTimeOffset? Since { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? FailedAt { get; set; }

    public string? FailingReason { get; set; }

    public int Successes { get; set; }

    public DateTimeOffset? SucceedingSince { get; set; }

    /// <summary>Milliseconds since 1970, separated by commas.</summary>
    public string Failbacks { get; set; } = "";

    public bool Flapping { get; set; }

    public long Version { get; set; }

    /// <summary>Of its host; null: it was written before there were any.</summary>
    public int? Shard { get; set; }
}
