using Microsoft.Extensions.Logging;
using Tautan.Contracts.Health;
using Tautan.Health.Recording;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Maintenance;

/// <summary>Pauses verdicts while a maintenance window is, and lets them begin anew after it. Probes go on and say nothing.</summary>
internal sealed partial class MaintenancePause(
    Func<CancellationToken, Task<IReadOnlyList<MaintenanceWindow>>> windows,
    LinkTable links,
    Registry registry,
    Action<Probe, DateTimeOffset> schedule,
    IHealthStore store,
    SteadyClock clock,
    ILogger<MaintenancePause> logger)
{
    /// <summary>So long it takes at most until a window shows.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Works until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or LeaseLostException))
            {
                NotLooked(exception);
            }

            await Task.Delay(Every, clock.Time, cancellationToken);
        }
    }

    /// <summary>Brings every target to what the windows say now.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now.Wall;
        var active = (await windows(cancellationToken)).Where(window => window.IsActive(now)).ToList();
        List<Origin> touched;
        lock (registry.Sync)
            touched = [.. registry.Origins.Where(origin => origin.Probes.Any(probe => probe.Targets.Exists(target => IsWrong(target, active))))];
        foreach (var origin in touched) await BringAsync(origin, active, cancellationToken);
    }

    private async Task BringAsync(Origin origin, List<MaintenanceWindow> active, CancellationToken cancellationToken)
    {
        List<Target> resumed = [];
        using (await origin.EnterAsync(cancellationToken))
        {
            var changes = new Changes { Shards = ShardSet.Of(origin.Shard) };
            var now = clock.Now;
            lock (registry.Sync)
            {
                var targets = origin.Probes.SelectMany(probe => probe.Targets).Where(target => !target.IsGone).ToList();
                foreach (var target in targets.Where(target => IsWrong(target, active)))
                {
                    var isPaused = target.State.Verdict == Verdict.Paused;
                    if (isPaused) resumed.Add(target);
                    changes.Targets.Add(new TargetChange(
                        target, target.State, isPaused ? TargetMachine.Resume(target.State, now) : TargetMachine.Pause(target.State, now, Reasons.Maintenance)));
                }

                // What is down for nobody any more is not to keep visitors from what serves.
                if (origin.State.IsDown && targets.TrueForAll(target => target.IsPaused || IsCovered(target, active)))
                    changes.Origins.Add(new OriginChange(origin, origin.State, OriginState.Unknown with { Since = now.Wall, Version = origin.State.Version + 1 }));
            }

            if (changes.IsEmpty) return;
            await store.SaveAsync(changes, cancellationToken);
            foreach (var change in changes.Targets) change.Target.State = change.After;
            foreach (var change in changes.Origins) change.Origin.State = change.After;
        }

        foreach (var probe in resumed.Select(target => target.Probe).Distinct()) schedule(probe, clock.Steady);
    }

    private bool IsWrong(Target target, List<MaintenanceWindow> active) =>
        !target.IsPaused && (target.State.Verdict == Verdict.Paused) != IsCovered(target, active);

    // A target that links share is paused when it is for all of them: for the others somebody must go on looking.
    private bool IsCovered(Target target, List<MaintenanceWindow> active) => active.Count > 0 && target.Uses.Count > 0
        && target.Uses.Keys.All(id => links.Find(id) is { } link && active.Exists(window => window.Covers(link, target.Probe.OriginName)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Maintenance windows could not be looked at; it is tried again.")]
    private partial void NotLooked(Exception exception);
}
