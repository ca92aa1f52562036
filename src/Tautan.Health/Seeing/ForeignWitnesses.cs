using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Health.Storage;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Seeing;

/// <summary>
/// Finds witnesses among what other processes watch: one that watches a single host must not take its own blindness for that host's death.
/// </summary>
internal sealed class ForeignWitnesses(LinkTable links, IDbContextFactory<HealthDb> databases, SteadyClock clock)
{
    // Some of them may be down, or at addresses of another kind.
    private const int Most = 64;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private ShardSet _held = ShardSet.All;
    private long _readAt;

    /// <summary>Reads them anew where that is due.</summary>
    public async Task RefreshAsync(Registry registry, CancellationToken cancellationToken)
    {
        ShardSet held;
        lock (registry.Sync) held = registry.Held;
        if (held == _held && (held == ShardSet.All || clock.Time.GetElapsedTime(_readAt) < Every)) return;
        var found = held == ShardSet.All ? [] : await ReadAsync(held, cancellationToken);
        lock (registry.Sync) registry.Elsewhere = found;
        (_held, _readAt) = (held, clock.Time.GetTimestamp());
    }

    private async Task<IReadOnlyList<ForeignWitness>> ReadAsync(ShardSet held, CancellationToken cancellationToken)
    {
        var places = Choose(held);
        var targets = places.Select(place => place.Target).ToList();
        var probes = places.Select(place => place.Probe).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var up = await db.Targets.AsNoTracking()
            .Where(row => targets.Contains(row.Key) && row.Verdict == Verdict.Up)
            .Select(row => row.Key)
            .ToHashSetAsync(cancellationToken);
        var known = await db.Probes.AsNoTracking().Where(row => probes.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        return
        [
            .. from place in places
               where up.Contains(place.Target)
               let remote = known.GetValueOrDefault(place.Probe)?.ToSaved().Remote
               select new ForeignWitness(place.Origin, Network.Of(remote), new Witness(place.Url, remote?.Address, null, place.Workspace)),
        ];
    }

    // One an origin; which of them is left to chance, so that the same are not always asked.
    private List<Place> Choose(ShardSet held)
    {
        var all = links.List();
        var places = new Dictionary<string, Place>();
        var start = all.Count == 0 ? 0 : (int)(clock.Time.GetTimestamp() % all.Count);
        for (var i = 0; i < all.Count && places.Count < Most; i++)
        {
            var link = all[(start + i) % all.Count];
            if (!link.Health.Enabled || !link.CanRedirect(clock.Now.Wall)) continue;
            foreach (var destination in link.AllDestinations.Where(destination => !held.Contains(destination.Shard)))
            {
                var origin = VerdictFeedKeys.OriginOf(destination.Url);
                places.TryAdd(origin, new Place(origin, destination.Url, link.Workspace, destination.Target.ToGuid(), ProbeKey.Of(link, destination).ToId()));
            }
        }

        return [.. places.Values];
    }

    private sealed record Place(string Origin, string Url, Guid Workspace, Guid Target, Guid Probe);
}
