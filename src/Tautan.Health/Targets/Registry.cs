using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Probing;
using Tautan.Health.Seeing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Targets;

/// <summary>
/// What follows from the links: targets, shared where they are equal; the probes they need; the origins of those.
/// All of it is read and changed in <see cref="Sync"/>; states are changed in the gate of their origin.
/// </summary>
internal sealed class Registry(SavedStates saved)
{
    private readonly Dictionary<FeedKey, Target> _targets = [];
    private readonly Dictionary<ProbeKey, Probe> _probes = [];
    private readonly Dictionary<FeedKey, Origin> _origins = [];

    public Lock Sync { get; } = new();

    /// <summary>The shards that this process watches: of what belongs to others it knows nothing.</summary>
    public ShardSet Held { get; set; } = ShardSet.All;

    /// <summary>Who can be asked whether we can see, of what other processes watch.</summary>
    public IReadOnlyList<ForeignWitness> Elsewhere { get; set; } = [];

    public IEnumerable<Origin> Origins => _origins.Values;

    public int TargetCount => _targets.Count;

    public Target? Find(FeedKey key) => _targets.GetValueOrDefault(key);

    public bool Has(FeedKey key) => _targets.ContainsKey(key) || _origins.ContainsKey(key);

    public bool Has(ProbeKey probe) => _probes.ContainsKey(probe);

    /// <summary>Takes a link's change in, as far as this process watches it.</summary>
    /// <param name="change">What changed.</param>
    /// <param name="within">Only what belongs to these shards; null: to all that are held.</param>
    public RegistryChange Apply(LinkChange change, ShardSet? within = null)
    {
        var result = new RegistryChange();
        var before = Watched(change.Before, within ?? Held);
        var after = Watched(change.After, within ?? Held);

        foreach (var destination in after)
        {
            if (!_targets.TryGetValue(destination.Target, out var target))
            {
                result.Added.Add(target = Add(change.After!, destination));
                if (Inherit(target, change, destination)) result.Heirs.Add(target);
            }

            target.Uses[change.After!.Id] = LinkUse.Of(change.After);
            result.Touched.Add(target.Probe);
        }

        foreach (var destination in before.ExceptBy(after.Select(kept => kept.Target), gone => gone.Target))
        {
            if (!_targets.TryGetValue(destination.Target, out var target)) continue;
            target.Uses.Remove(change.Before!.Id);
            result.Touched.Add(target.Probe);
            if (target.Uses.Count == 0) Remove(target, result);
        }

        return result;
    }

    /// <summary>Begins to give shards away: nothing new of them is taken in, and nobody begins anything with what there is.</summary>
    /// <returns>Their probes.</returns>
    public IReadOnlyList<Probe> Part(ShardSet shards)
    {
        Held = Held.Except(shards);
        var probes = _probes.Values.Where(probe => shards.Contains(probe.Shard)).ToList();
        foreach (var probe in probes)
        {
            probe.IsGone = true;
            foreach (var target in probe.Targets) target.IsGone = true;
        }

        return probes;
    }

    /// <summary>Knows nothing of them any more. Nothing is forgotten by that: another process goes on with it.</summary>
    public void Drop(ShardSet shards, IEnumerable<Probe> probes)
    {
        foreach (var probe in probes)
        {
            foreach (var target in probe.Targets) _targets.Remove(target.Key);
            _probes.Remove(probe.Key);
            probe.Origin.Probes.Remove(probe);
            RemoveIfEmpty(probe.Origin);
        }

        saved.Drop(shards);
    }

    /// <summary>Puts a probe to the origin that its last address belongs to. Whether the one it left is now without probes.</summary>
    public Origin? Settle(Probe probe)
    {
        var origin = OriginOf(probe);
        if (origin == probe.Origin) return null;
        var left = probe.Origin;
        left.Probes.Remove(probe);
        probe.Origin = origin;
        origin.Probes.Add(probe);
        return RemoveIfEmpty(left) ? left : null;
    }

    private static List<WatchedDestination> Watched(WatchedLink? link, ShardSet shards) =>
        link?.AllDestinations.Where(destination => shards.Contains(destination.Shard)).DistinctBy(destination => destination.Target).ToList() ?? [];

    // A link whose hold or retries are set otherwise must not send its visitors back to what is known to be dead.
    private bool Inherit(Target heir, LinkChange change, WatchedDestination destination)
    {
        if (heir.IsPaused || heir.State.Reason != Reasons.NotProbed || change.Before is not { } before || !ExpectsTheSame(before.Health, change.After!.Health)) return false;
        var old = before.AllDestinations.FirstOrDefault(old => old.Url == destination.Url);
        if (old is null || _targets.GetValueOrDefault(old.Target) is not { State.IsDown: true } known) return false;
        heir.State = known.State with { Version = heir.State.Version };
        return true;
    }

    private static bool ExpectsTheSame(HealthRecord one, HealthRecord other) =>
        one.ExpectedStatus == other.ExpectedStatus && one.MustContain == other.MustContain && one.MustNotContain == other.MustNotContain
        && one.RequestHeaders.Equals(other.RequestHeaders) && one.IgnoreTlsErrors == other.IgnoreTlsErrors && one.FailOn.Equals(other.FailOn);

    private Target Add(WatchedLink link, WatchedDestination destination)
    {
        var key = ProbeKey.Of(link, destination);
        if (!_probes.TryGetValue(key, out var probe))
        {
            probe = new Probe(key);
            saved.Restore(probe);
            _probes.Add(key, probe);
            probe.Origin = OriginOf(probe);
            probe.Origin.Probes.Add(probe);
        }

        var target = new Target(destination.Target, probe, !link.Health.Enabled, Expectation.Of(link.Health), VerdictRules.Of(link.Health));
        target.State = saved.Take(target.Key);
        probe.Targets.Add(target);
        probe.NeedsBody |= target.Expectation.NeedsBody;
        _targets.Add(target.Key, target);
        return target;
    }

    private void Remove(Target target, RegistryChange result)
    {
        target.IsGone = true;
        _targets.Remove(target.Key);
        target.Probe.Targets.Remove(target);
        target.Probe.NeedsBody = target.Probe.Targets.Exists(other => other.Expectation.NeedsBody);
        result.Removed.Add(target);
        if (target.State.IsDown) saved.Keep(target);
        if (target.Probe.Targets.Count == 0) Remove(target.Probe, target.State.IsDown, result);
    }

    private void Remove(Probe probe, bool isDown, RegistryChange result)
    {
        var origin = probe.Origin;
        probe.IsGone = true;
        _probes.Remove(probe.Key);
        result.RemovedProbes.Add(probe);
        if (isDown || origin.State.IsDown) saved.Keep(probe);
        origin.Probes.Remove(probe);
        if (!RemoveIfEmpty(origin)) return;
        result.RemovedOrigins.Add(origin);
        if (origin.State.IsDown) saved.Keep(origin);
    }

    private bool RemoveIfEmpty(Origin origin) => origin.Probes.Count == 0 && _origins.Remove(origin.Key);

    private Origin OriginOf(Probe probe)
    {
        var key = probe.IsPublic ? VerdictFeedKeys.PublicOrigin(probe.OriginName) : VerdictFeedKeys.PrivateOrigin(probe.Key.Workspace, probe.OriginName);
        if (_origins.TryGetValue(key, out var origin)) return origin;
        origin = new Origin(key, probe.OriginName, probe.IsPublic ? null : probe.Key.Workspace, probe.Shard) { State = saved.TakeOrigin(key) };
        _origins.Add(key, origin);
        return origin;
    }
}
