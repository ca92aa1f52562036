using Tautan.Contracts.Feeds;
using Tautan.Health.Recording;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Targets;

/// <summary>What was known before the start, given out once to whom it belongs. What nobody asks for belonged to links that are gone.</summary>
internal sealed class SavedStates(SteadyClock clock)
{
    private readonly Dictionary<FeedKey, TargetState> _targets = [];
    private readonly Dictionary<FeedKey, OriginState> _origins = [];
    private readonly Dictionary<Guid, SavedProbe> _probes = [];

    // What is made anew after it was removed must be newer than what may still be on its way into the database.
    private long Fresh => clock.Steady.ToUnixTimeMilliseconds();

    public void Add(FeedKey key, TargetState state) => _targets[key] = state with
    {
        FailedAt = clock.Past(state.FailedAt),
        SucceedingSince = clock.Past(state.SucceedingSince),
        Failbacks = [.. state.Failbacks.Select(at => clock.Past(at)!.Value)],
    };

    public void Add(FeedKey key, OriginState state) => _origins[key] = state with
    {
        FirstFailureAt = clock.Past(state.FirstFailureAt),
        LastFailureAt = clock.Past(state.LastFailureAt),
        SucceedingSince = clock.Past(state.SucceedingSince),
        UpSince = clock.Past(state.UpSince),
        Failbacks = [.. state.Failbacks.Select(at => clock.Past(at)!.Value)],
    };

    public void Add(SavedProbe probe) => _probes[probe.Id] = probe;

    /// <summary>What was saved, or the state of a target that was never seen.</summary>
    public TargetState Take(FeedKey key) => _targets.Remove(key, out var state) ? state : TargetState.Unknown with { Version = Fresh };

    /// <summary>What was saved, or the state of an origin that was never seen.</summary>
    public OriginState TakeOrigin(FeedKey key) => _origins.Remove(key, out var state) ? state : OriginState.Unknown with { Version = Fresh };

    public void Restore(Probe probe)
    {
        if (!_probes.Remove(probe.Id, out var known)) return;
        probe.Remote = known.Remote;
        probe.Due = known.Due;
        probe.EffectiveInterval = known.EffectiveInterval;
    }

    /// <summary>Everything that nobody asked for.</summary>
    public Removals TakeOrphans()
    {
        var orphans = new Removals([.. _targets.Keys], [.. _origins.Keys], [.. _probes.Keys]);
        _targets.Clear();
        _origins.Clear();
        _probes.Clear();
        return orphans;
    }
}
