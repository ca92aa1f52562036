using Tautan.Contracts.Feeds;
using Tautan.Health.History;
using Tautan.Health.Probing;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Targets;

/// <summary>A URL and what is expected of it, as it lives in memory. Its state is changed in the gate of its origin only.</summary>
internal sealed class Target(FeedKey key, Probe probe, bool isPaused, Expectation expectation, VerdictRules rules)
{
    public FeedKey Key => key;

    public Probe Probe => probe;

    public Guid Workspace => probe.Key.Workspace;

    public Expectation Expectation => expectation;

    public VerdictRules Rules => rules;

    /// <summary>The links that have it as a destination.</summary>
    public Dictionary<Guid, LinkUse> Uses { get; } = [];

    public TargetState State { get; set; } = TargetState.Unknown;

    /// <summary>The run of equal checks that the last one belongs to; null since the start.</summary>
    public CheckRun? Run { get; set; }

    /// <summary>Its links say that it must not be fetched.</summary>
    public bool IsPaused => isPaused;

    /// <summary>No link has it any more, or another process watches it.</summary>
    public bool IsGone { get; set; }
}
