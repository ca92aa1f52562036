using Tautan.Contracts.Health;

namespace Tautan.Health.Storage;

/// <summary>When a target or an origin became what.</summary>
internal sealed class VerdictChangeRow
{
    /// <summary>A UUIDv7.</summary>
    public Guid Id { get; set; }

    /// <summary>The id of the target's or origin's key in the feed.</summary>
    public Guid Key { get; set; }

    /// <summary>Null for the origin of a public address.</summary>
    public Guid? WorkspaceId { get; set; }

    public DateTimeOffset At { get; set; }

    public Verdict Verdict { get; set; }

    public string? Reason { get; set; }
}
