using Tautan.Contracts.Health;

namespace Tautan.Health.Events;

/// <summary>An event as it is stored.</summary>
internal sealed class EventRow
{
    /// <summary>Grows by one with each event, in the order of commits: who has read up to one has missed none before it.</summary>
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The id of the target's or origin's key in the feed.</summary>
    public Guid Key { get; set; }

    /// <summary>Null for the origin of a public address.</summary>
    public Guid? WorkspaceId { get; set; }

    public bool IsOrigin { get; set; }

    public string Kind { get; set; } = "";

    public string Subject { get; set; } = "";

    public Verdict? Verdict { get; set; }

    public Verdict? Previous { get; set; }

    public string? Reason { get; set; }

    public string? Note { get; set; }

    public string? Detail { get; set; }
}
