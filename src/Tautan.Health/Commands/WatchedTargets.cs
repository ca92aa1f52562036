using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Commands;

/// <summary>The targets of a link, as they are watched.</summary>
internal static class WatchedTargets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Each destination of these shards with its target. A link that has only just come is waited for, up to 1 s.</summary>
    /// <exception cref="OperationCanceledException">Its targets are not watched.</exception>
    public static async Task<IReadOnlyList<(WatchedDestination Destination, Target Target)>> FindAsync(
        WatchSession session, WatchedLink link, ShardSet shards, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var destinations = link.AllDestinations.Where(destination => shards.Contains(destination.Shard)).ToList();
        while (true)
        {
            List<(WatchedDestination Destination, Target? Target)> found;
            lock (session.Registry.Sync) found = [.. destinations.Select(destination => (destination, session.Registry.Find(destination.Target)))];
            if (found.TrueForAll(pair => pair.Target is not null)) return found.ConvertAll(pair => (pair.Destination, pair.Target!));
            if (time.GetElapsedTime(started) >= Patience) throw new OperationCanceledException("The link's targets are not watched.");
            await Task.Delay(Step, time, cancellationToken);
        }
    }
}
