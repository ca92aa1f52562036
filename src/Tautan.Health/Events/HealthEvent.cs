using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;

namespace Tautan.Health.Events;

/// <summary>Something that happened to a target or an origin and is told to people. To be put into <c>Changes.Events</c>.</summary>
internal sealed record HealthEvent
{
    /// <summary>Of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>By the clock on the wall.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The key of the target or origin in the verdict feed.</summary>
    public required FeedKey Key { get; init; }

    /// <summary>Null for the origin of a public address: who has links there is told.</summary>
    public required Guid? Workspace { get; init; }

    /// <summary>The target's URL, or the origin (<c>https://a.example:443</c>).</summary>
    public required string Subject { get; init; }

    /// <summary>What it is; null where the event says nothing of it.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>What it was before.</summary>
    public Verdict? Previous { get; init; }

    /// <summary>Of <c>Reasons</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Of <c>Notes</c>.</summary>
    public string? Note { get; init; }

    /// <summary>A sentence for people; at most 1,000 characters.</summary>
    public string? Detail { get; init; }
}
