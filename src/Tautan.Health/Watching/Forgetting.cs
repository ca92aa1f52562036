using Tautan.Contracts.Feeds;
using Tautan.Health.Recording;
using Tautan.Health.Targets;

namespace Tautan.Health.Watching;

/// <summary>What is to go from the database. Said in the registry's lock.</summary>
internal sealed class Forgetting(Registry registry, SavedStates saved, IHealthStore store)
{
    private readonly HashSet<FeedKey> _targets = [];
    private readonly HashSet<FeedKey> _origins = [];
    private readonly HashSet<Guid> _probes = [];

    public void Owe(Removals removals)
    {
        _targets.UnionWith(removals.Targets);
        _origins.UnionWith(removals.Origins);
        _probes.UnionWith(removals.Probes);
    }

    /// <summary>Forgets it. What another link has by now, or who comes back to it is to find, stays.</summary>
    public async Task PayAsync(CancellationToken cancellationToken)
    {
        Removals removals;
        lock (registry.Sync)
        {
            Owe(saved.TakeForgotten());
            _targets.RemoveWhere(key => registry.Has(key) || saved.Has(key));
            _origins.RemoveWhere(key => registry.Has(key) || saved.Has(key));
            _probes.RemoveWhere(saved.Has);
            removals = new Removals([.. _targets], [.. _origins], [.. _probes]);
        }

        if (removals.IsEmpty) return;
        await store.RemoveAsync(removals, cancellationToken);
        lock (registry.Sync)
        {
            _targets.ExceptWith(removals.Targets);
            _origins.ExceptWith(removals.Origins);
            _probes.ExceptWith(removals.Probes);
        }
    }
}
