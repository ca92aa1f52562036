using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Health;
using Tautan.Health.Recording;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Watching;

/// <summary>Follows the links: what they need is watched, what none needs is forgotten.</summary>
internal sealed partial class LinkIntake(
    Registry registry,
    SavedStates saved,
    ProbeScheduler scheduler,
    IHealthStore store,
    SteadyClock clock,
    ILogger<LinkIntake> logger)
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>Follows until it is cancelled.</summary>
    public async Task RunAsync(ChannelReader<LinkChange> changes, CancellationToken cancellationToken)
    {
        var batch = new List<LinkChange>(MostAtOnce);
        while (await changes.WaitToReadAsync(cancellationToken))
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && changes.TryRead(out var change)) batch.Add(change);
            await TakeAsync(batch, cancellationToken);
        }
    }

    /// <summary>Forgets what was stored and no link has asked for. To be called when all links are known.</summary>
    public Task ForgetOrphansAsync(CancellationToken cancellationToken)
    {
        Removals orphans;
        lock (registry.Sync) orphans = saved.TakeOrphans();
        return PersistAsync(() => store.RemoveAsync(orphans, cancellationToken), cancellationToken);
    }

    private async Task TakeAsync(List<LinkChange> batch, CancellationToken cancellationToken)
    {
        var touched = new HashSet<Probe>();
        var heirs = new List<Target>();
        var removed = new List<Target>();
        var removedOrigins = new List<Origin>();
        var removedProbes = new List<Probe>();
        lock (registry.Sync)
        {
            foreach (var change in batch)
            {
                var result = registry.Apply(change);
                touched.UnionWith(result.Touched);
                heirs.AddRange(result.Heirs);
                removed.AddRange(result.Removed);
                removedOrigins.AddRange(result.RemovedOrigins);
                removedProbes.AddRange(result.RemovedProbes);
            }
        }

        foreach (var probe in removedProbes) scheduler.Remove(probe);
        foreach (var heir in heirs) await PersistAsync(() => AnnounceAsync(heir, cancellationToken), cancellationToken);
        await ForgetAsync(removed, removedOrigins, removedProbes, cancellationToken);
        await PauseAsync(touched, cancellationToken);
        Plan(touched.Except(removedProbes));
    }

    // What is down stays down under its new key before the old one goes.
    private async Task AnnounceAsync(Target heir, CancellationToken cancellationToken)
    {
        using (await heir.Probe.Origin.EnterAsync(cancellationToken))
        {
            if (heir.IsGone) return;
            var change = new TargetChange(heir, TargetState.Unknown, heir.State with { Version = heir.State.Version + 1 });
            var changes = new Changes();
            changes.Targets.Add(change);
            await store.SaveAsync(changes, cancellationToken);
            heir.State = change.After;
        }
    }

    private async Task ForgetAsync(List<Target> targets, List<Origin> origins, List<Probe> probes, CancellationToken cancellationToken)
    {
        if (targets.Count == 0) return;

        // Who is deciding about them at this moment ends first; who begins after finds them gone.
        foreach (var origin in targets.Select(target => target.Probe.Origin).Distinct())
        {
            using (await origin.EnterAsync(cancellationToken))
            {
            }
        }

        Removals removals;
        lock (registry.Sync)
        {
            removals = new Removals(
                [.. targets.Select(target => target.Key)],
                [.. origins.Select(origin => origin.Key)],
                [.. probes.Select(probe => probe.Id)]);
        }

        await PersistAsync(() => store.RemoveAsync(removals, cancellationToken), cancellationToken);
    }

    private async Task PauseAsync(HashSet<Probe> touched, CancellationToken cancellationToken)
    {
        var changes = new Changes();
        lock (registry.Sync)
        {
            foreach (var target in touched.SelectMany(probe => probe.Targets).Where(target => target.IsPaused && target.State.Verdict != Verdict.Paused))
                changes.Targets.Add(new TargetChange(target, target.State, TargetMachine.Pause(target.State, clock.Now)));
        }

        if (changes.IsEmpty) return;
        await PersistAsync(() => store.SaveAsync(changes, cancellationToken), cancellationToken);
        foreach (var change in changes.Targets) change.Target.State = change.After;
    }

    private void Plan(IEnumerable<Probe> probes)
    {
        foreach (var probe in probes)
        {
            DateTimeOffset? due;
            lock (registry.Sync) due = FirstProbe.At(probe, clock.Steady, clock.Now.Wall);
            if (due is { } at) scheduler.Schedule(probe, at);
        }
    }

    private async Task PersistAsync(Func<Task> persist, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await persist();
                return;
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or LeaseLostException))
            {
                NotPersisted(exception);
                await Task.Delay(Retry, clock.Time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What changed with the links could not be written; it is tried again.")]
    private partial void NotPersisted(Exception exception);
}
