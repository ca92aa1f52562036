using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Recording;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Targets;

/// <summary>
/// What was known before the start, and what was down when its last link went, given out once to whom it belongs. What nobody asks for belonged to
/// links that are gone.
/// </summary>
internal sealed class SavedStates(SteadyClock clock)
{
    /// <summary>How long what was down is remembered without a link: who comes back to a URL must not send visitors to what is known to be dead.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Dictionary<FeedKey, TargetState> _targets = [];
    private readonly Dictionary<FeedKey, OriginState> _origins = [];
    private readonly Dictionary<Guid, SavedProbe> _probes = [];
    private readonly Dictionary<Guid, DateTimeOffset> _keptUntil = [];
    private readonly Dictionary<Guid, int> _shards = [];

    // What is made anew after it was removed must be newer than what may still be on its way into the database.
    private long Fresh => clock.Steady.ToUnixTimeMilliseconds();

    public void Add(FeedKey key, TargetState state, int? shard = null)
    {
        _targets[key] = state with
        {
            FailedAt = clock.Past(state.FailedAt),
            SucceedingSince = clock.Past(state.SucceedingSince),
            Failbacks = [.. state.Failbacks.Select(at => clock.Past(at)!.Value)],
        };
        Note(key.ToGuid(), shard);
    }

    public void Add(FeedKey key, OriginState state, int? shard = null)
    {
        _origins[key] = state with
        {
            FirstFailureAt = clock.Past(state.FirstFailureAt),
            LastFailureAt = clock.Past(state.LastFailureAt),
            SucceedingSince = clock.Past(state.SucceedingSince),
            UpSince = clock.Past(state.UpSince),
            Failbacks = [.. state.Failbacks.Select(at => clock.Past(at)!.Value)],
        };
        Note(key.ToGuid(), shard);
    }

    public void Add(SavedProbe probe)
    {
        _probes[probe.Id] = probe;
        Note(probe.Id, probe.Shard);
    }

    /// <summary>Remembers a target that is down for a while, since its last link has gone.</summary>
    public void Keep(Target target)
    {
        Add(target.Key, target.State with { Version = Math.Max(target.State.Version, Fresh) }, target.Probe.Shard);
        KeepFor(target.Key.ToGuid());
    }

    /// <summary>Remembers an origin that is down for a while, since its last link has gone.</summary>
    public void Keep(Origin origin)
    {
        Add(origin.Key, origin.State with { Version = Math.Max(origin.State.Version, Fresh) }, origin.Shard);
        KeepFor(origin.Key.ToGuid());
    }

    /// <summary>Remembers where a probe was connected to, which says whose origin it is; it is due at once where it comes back.</summary>
    public void Keep(Probe probe)
    {
        Add(new SavedProbe(probe.Id, default, probe.Remote, probe.EffectiveInterval, probe.Shard) { Baseline = probe.Baseline });
        KeepFor(probe.Id);
    }

    public bool Has(FeedKey key) => _targets.ContainsKey(key) || _origins.ContainsKey(key);

    public bool Has(Guid probe) => _probes.ContainsKey(probe);

    /// <summary>What was saved, or the state of a target that was never seen.</summary>
    public TargetState Take(FeedKey key)
    {
        Forget(key.ToGuid());
        return _targets.Remove(key, out var state) ? state : TargetState.Unknown with { Version = Fresh };
    }

    /// <summary>What was saved, or the state of an origin that was never seen.</summary>
    public OriginState TakeOrigin(FeedKey key)
    {
        Forget(key.ToGuid());
        return _origins.Remove(key, out var state) ? state : OriginState.Unknown with { Version = Fresh };
    }

    public void Restore(Probe probe)
    {
        Forget(probe.Id);
        if (!_probes.Remove(probe.Id, out var known)) return;
        probe.Remote = known.Remote;
        probe.Due = known.Due;
        probe.EffectiveInterval = known.EffectiveInterval;
        probe.Baseline = known.Baseline;
    }

    /// <summary>Takes over what was read later.</summary>
    public void Add(SavedStates others)
    {
        foreach (var (key, state) in others._targets) _targets[key] = state;
        foreach (var (key, state) in others._origins) _origins[key] = state;
        foreach (var (id, probe) in others._probes) _probes[id] = probe;
        foreach (var (id, shard) in others._shards) _shards[id] = shard;
    }

    /// <summary>Another process watches these from now on, and remembers them.</summary>
    public void Drop(ShardSet shards)
    {
        foreach (var id in _shards.Where(pair => shards.Contains(pair.Value)).Select(pair => pair.Key).ToHashSet())
        {
            _targets.Remove(FeedKey.Of(VerdictFeedKeys.TargetKind, id));
            _origins.Remove(FeedKey.Of(VerdictFeedKeys.OriginKind, id));
            _probes.Remove(id);
            Forget(id);
        }
    }

    /// <summary>Everything from before the start that nobody asked for.</summary>
    public Removals TakeOrphans() => Take(key => !_keptUntil.ContainsKey(key));

    /// <summary>What was kept for as long as it is remembered.</summary>
    public Removals TakeForgotten()
    {
        var now = clock.Steady;
        return _keptUntil.Values.Any(until => until <= now)
            ? Take(key => _keptUntil.TryGetValue(key, out var until) && until <= now)
            : new Removals([], [], []);
    }

    private Removals Take(Func<Guid, bool> isTaken)
    {
        var taken = new Removals(
            [.. _targets.Keys.Where(key => isTaken(key.ToGuid()))],
            [.. _origins.Keys.Where(key => isTaken(key.ToGuid()))],
            [.. _probes.Keys.Where(isTaken)]);
        foreach (var key in taken.Targets) Take(key);
        foreach (var key in taken.Origins) TakeOrigin(key);
        foreach (var id in taken.Probes)
        {
            _probes.Remove(id);
            Forget(id);
        }

        return taken;
    }

    private void Note(Guid id, int? shard)
    {
        if (shard is { } known) _shards[id] = known;
    }

    private void Forget(Guid id)
    {
        _keptUntil.Remove(id);
        _shards.Remove(id);
    }

    private void KeepFor(Guid key) => _keptUntil[key] = clock.Steady + Memory;
}
