using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Recording;
using Tautan.Health.Scheduling;
using Tautan.Health.Seeing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
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

    // What is to go from the database. In the registry's lock.
    private readonly HashSet<FeedKey> _goneTargets = [];
    private readonly HashSet<FeedKey> _goneOrigins = [];
    private readonly HashSet<Guid> _goneProbes = [];

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
                await TakeAsync(batch, cancellationToken);
                more = changes.WaitToReadAsync(cancellationToken).AsTask();
            }

            await ForgetAsync(cancellationToken);
        }
    }

    /// <summary>Forgets, soon, what was stored and no link has asked for. To be called when all links are known.</summary>
    public void ForgetOrphans()
    {
        lock (registry.Sync) Owe(saved.TakeOrphans());
    }

    private async Task TakeAsync(List<LinkChange> batch, CancellationToken cancellationToken)
    {
        var touched = new HashSet<Probe>();
        var heirs = new List<Target>();
        var removed = new List<Target>();
        var removedProbes = new List<Probe>();
        lock (registry.Sync)
        {
            foreach (var change in batch)
            {
                var result = registry.Apply(change);
                touched.UnionWith(result.Touched);
                heirs.AddRange(result.Heirs);
                removed.AddRange(result.Removed);
                removedProbes.AddRange(result.RemovedProbes);
                Owe(new Removals(
                    [.. result.Removed.Select(target => target.Key)],
                    [.. result.RemovedOrigins.Select(origin => origin.Key)],
                    []));
            }

            _goneProbes.UnionWith(removedProbes.Where(probe => !registry.Has(probe.Key)).Select(probe => probe.Id));
        }

        foreach (var probe in removedProbes) scheduler.Remove(probe);
        foreach (var heir in heirs) await PersistAsync(() => AnnounceAsync(heir, cancellationToken), cancellationToken);
        await PauseAsync(touched, cancellationToken);
        Plan(touched.Except(removedProbes));
        sight.Review(registry);

        // Who is deciding about them at this moment ends first; who begins after finds them gone.
        foreach (var origin in removed.Select(target => target.Probe.Origin).Distinct())
        {
            using (await origin.EnterAsync(cancellationToken))
            {
            }
        }
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

    // What another link has by now, or who comes back to it is to find, stays.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        Removals removals;
        lock (registry.Sync)
        {
            Owe(saved.TakeForgotten());
            _goneTargets.RemoveWhere(key => registry.Has(key) || saved.Has(key));
            _goneOrigins.RemoveWhere(key => registry.Has(key) || saved.Has(key));
            _goneProbes.RemoveWhere(saved.Has);
            removals = new Removals([.. _goneTargets], [.. _goneOrigins], [.. _goneProbes]);
        }

        if (removals.IsEmpty) return;
        try
        {
            await store.RemoveAsync(removals, cancellationToken);
            lock (registry.Sync)
            {
                _goneTargets.ExceptWith(removals.Targets);
                _goneOrigins.ExceptWith(removals.Origins);
                _goneProbes.ExceptWith(removals.Probes);
            }
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or LeaseLostException))
        {
            if (StorageFailure.Of(exception) is null) NotPersisted(exception);
        }
    }

    private void Owe(Removals removals)
    {
        _goneTargets.UnionWith(removals.Targets);
        _goneOrigins.UnionWith(removals.Origins);
        _goneProbes.UnionWith(removals.Probes);
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
