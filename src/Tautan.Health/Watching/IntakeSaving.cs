using Microsoft.Extensions.Logging;
using Tautan.Contracts.Health;
using Tautan.Health.Recording;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Watching;

/// <summary>Writes what a change of a link means for verdicts, however long it takes.</summary>
internal sealed partial class IntakeSaving(Registry registry, IHealthStore store, SteadyClock clock, ILogger logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>What is down stays down under its new key before the old one goes.</summary>
    public Task InheritAsync(Target heir, CancellationToken cancellationToken) => PersistAsync(() => AnnounceAsync(heir, cancellationToken), cancellationToken);

    /// <summary>Says of what must not be fetched any more that it is paused.</summary>
    public async Task PauseAsync(HashSet<Probe> touched, CancellationToken cancellationToken)
    {
        var changes = new Changes { Shards = ShardSet.Of(touched.Select(probe => probe.Shard)) };
        lock (registry.Sync)
        {
            foreach (var target in touched.SelectMany(probe => probe.Targets).Where(target => target.IsPaused && target.State.Verdict != Verdict.Paused))
                changes.Targets.Add(new TargetChange(target, target.State, TargetMachine.Pause(target.State, clock.Now)));
        }

        if (changes.IsEmpty) return;
        await PersistAsync(() => store.SaveAsync(changes, cancellationToken), cancellationToken);
        foreach (var change in changes.Targets) change.Target.State = change.After;
    }

    private async Task AnnounceAsync(Target heir, CancellationToken cancellationToken)
    {
        using (await heir.Probe.Origin.EnterAsync(cancellationToken))
        {
            if (heir.IsGone) return;
            var change = new TargetChange(heir, TargetState.Unknown, heir.State with { Version = heir.State.Version + 1 });
            var changes = new Changes { Shards = ShardSet.Of(heir.Probe.Shard) };
            changes.Targets.Add(change);
            await store.SaveAsync(changes, cancellationToken);
            heir.State = change.After;
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
