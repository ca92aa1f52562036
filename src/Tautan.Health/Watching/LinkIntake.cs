using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tautan.Health.Recording;
using Tautan.Health.Scheduling;
using Tautan.Health.Seeing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Watching;

/// <summary>Follows the links: what they need is watched, what none needs is forgotten, at once or, where it is down, after a while.</summary>
internal sealed partial class LinkIntake(
    Registry registry,
    SavedStates saved,
    ProbeScheduler scheduler,
    IHealthStore store,
    Sight sight,
    SteadyClock clock,
    ILogger<LinkIntake> logger)
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private readonly Gate _gate = new();

    private readonly IntakeSaving _saving = new(registry, store, clock, logger);
    private readonly Forgetting _forgetting = new(registry, saved, store);

    /// <summary>Follows until it is cancelled.</summary>
    public async Task RunAsync(ChannelReader<LinkChange> changes, CancellationToken cancellationToken)
    {
        var batch = new List<LinkChange>(MostAtOnce);
        var more = changes.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            await ((Task)more).WaitAsync(Retry, clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (more.IsCompleted)
            {
                if (!await more) return;
                batch.Clear();
                while (batch.Count < MostAtOnce && changes.TryRead(out var change)) batch.Add(change);
                using (await _gate.EnterAsync(cancellationToken)) await TakeAsync(batch, null, ShardSet.Empty, cancellationToken);
                more = changes.WaitToReadAsync(cancellationToken).AsTask();
            }

            await ForgetAsync(cancellationToken);
        }
    }

    /// <summary>Begins to watch shards.</summary>
    /// <param name="gained">Which.</param>
    /// <param name="takenOver">Those of them that nobody has watched for a while.</param>
    /// <param name="states">What is known of them.</param>
    /// <param name="links">Gives all links as they are when it is called.</param>
    /// <param name="cancellationToken">Ends it in the midst.</param>
    public async Task GainAsync(
        ShardSet gained, ShardSet takenOver, SavedStates states, Func<IReadOnlyList<WatchedLink>> links, CancellationToken cancellationToken)
    {
        // No change of a link is taken in meanwhile: each comes either with the links, or after them.
        using var turn = await _gate.EnterAsync(cancellationToken);
        lock (registry.Sync)
        {
            saved.Add(states);
            registry.Held = registry.Held.Union(gained);
        }

        foreach (var some in links().Where(link => !link.Shards.Intersect(gained).IsEmpty).Chunk(MostAtOnce))
            await TakeAsync([.. some.Select(link => new LinkChange(null, link))], gained, takenOver, cancellationToken);
    }

    /// <summary>Watches shards no more: returns when all that was begun for them has ended.</summary>
    public async Task DropAsync(ShardSet shards, CancellationToken cancellationToken)
    {
        IReadOnlyList<Probe> probes;
        using (await _gate.EnterAsync(cancellationToken))
        {
            lock (registry.Sync) probes = registry.Part(shards);
        }

        await scheduler.DrainAsync(probes).WaitAsync(cancellationToken);
        await PassAsync(probes.Select(probe => probe.Origin), cancellationToken);
        lock (registry.Sync) registry.Drop(shards, probes);
        sight.Review(registry);
    }

    /// <summary>Forgets, soon, what was stored and no link has asked for. To be called when all links are known.</summary>
    public void ForgetOrphans()
    {
        lock (registry.Sync) _forgetting.Owe(saved.TakeOrphans());
    }

    private async Task TakeAsync(IReadOnlyList<LinkChange> batch, ShardSet? within, ShardSet takenOver, CancellationToken cancellationToken)
    {
        var touched = new HashSet<Probe>();
        var heirs = new List<Target>();
        var removed = new List<Target>();
        var removedProbes = new List<Probe>();
        lock (registry.Sync)
        {
            foreach (var change in batch)
            {
                var result = registry.Apply(change, within);
                touched.UnionWith(result.Touched);
                heirs.AddRange(result.Heirs);
                removed.AddRange(result.Removed);
                removedProbes.AddRange(result.RemovedProbes);
                _forgetting.Owe(new Removals(
                    [.. result.Removed.Select(target => target.Key)],
                    [.. result.RemovedOrigins.Select(origin => origin.Key)],
                    []));
            }

            _forgetting.Owe(new Removals([], [], [.. removedProbes.Where(probe => !registry.Has(probe.Key)).Select(probe => probe.Id)]));
        }

        foreach (var probe in removedProbes) scheduler.Remove(probe);
        foreach (var heir in heirs) await _saving.InheritAsync(heir, cancellationToken);
        await _saving.PauseAsync(touched, cancellationToken);
        Plan(touched.Except(removedProbes), takenOver);
        sight.Review(registry);
        await PassAsync(removed.Select(target => target.Probe.Origin), cancellationToken);
    }

    // Who is deciding about them at this moment ends first; who begins after finds them gone.
    private static async Task PassAsync(IEnumerable<Origin> origins, CancellationToken cancellationToken)
    {
        foreach (var origin in origins.Distinct())
        {
            using (await origin.EnterAsync(cancellationToken))
            {
            }
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _forgetting.PayAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or LeaseLostException))
        {
            if (StorageFailure.Of(exception) is null) NotPersisted(exception);
        }
    }

    private void Plan(IEnumerable<Probe> probes, ShardSet takenOver)
    {
        foreach (var probe in probes)
        {
            DateTimeOffset? due;
            lock (registry.Sync) due = FirstProbe.At(probe, clock.Steady, clock.Now.Wall, takenOver.Contains(probe.Shard));
            if (due is { } at) scheduler.Schedule(probe, at);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What changed with the links could not be written; it is tried again.")]
    private partial void NotPersisted(Exception exception);
}
