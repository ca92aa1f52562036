using Microsoft.Extensions.Logging;
using Tautan.Health.Maintenance;
using Tautan.Health.Probing;
using Tautan.Health.Recording;
using Tautan.Health.Scheduling;
using Tautan.Health.Seeing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;

namespace Tautan.Health.Watching;

/// <summary>The watch over all links, for as long as one process has it.</summary>
internal sealed class WatchSession
{
    // After it has everything, a follower may still be told of what went while nobody followed.
    private static readonly TimeSpan BeforeForgetting = TimeSpan.FromMinutes(1);

    private readonly LinkTable _links;
    private readonly SteadyClock _clock;
    private readonly ProbeScheduler _scheduler;
    private readonly LinkIntake _intake;
    private readonly PatientStore _store;
    private readonly MaintenancePause _maintenance;
    private readonly Func<bool> _knowsAllLinks;

    public WatchSession(
        LinkTable links,
        SavedStates saved,
        PatientStore store,
        IProber prober,
        Sight sight,
        HealthOptions options,
        SteadyClock clock,
        HealthMetrics metrics,
        ILoggerFactory loggers,
        Func<CancellationToken, Task<IReadOnlyList<MaintenanceWindow>>> windows,
        Func<bool> knowsAllLinks)
    {
        _links = links;
        _clock = clock;
        _knowsAllLinks = knowsAllLinks;
        _store = store;
        Registry = new Registry(saved);
        Recorder = new Recorder(Registry, sight, new BatchingStore(store, clock), clock, metrics);
        _scheduler = new ProbeScheduler(clock, options, prober, Recorder, metrics, loggers.CreateLogger<ProbeScheduler>());
        Recorder.Advance = _scheduler.Advance;
        _maintenance = new MaintenancePause(windows, links, Registry, _scheduler.Schedule, store, clock, loggers.CreateLogger<MaintenancePause>());
        _intake = new LinkIntake(Registry, saved, _scheduler, store, sight, clock, loggers.CreateLogger<LinkIntake>());
    }

    public Registry Registry { get; }

    public Recorder Recorder { get; }

    /// <summary>How many verdicts are told and not written.</summary>
    public int Unwritten => _store.Unwritten;

    /// <summary>Makes a probe now, beginning after this call.</summary>
    /// <exception cref="OperationCanceledException">It is watched no more.</exception>
    public Task<ProbeRun> CheckAsync(Probe probe, CancellationToken cancellationToken) => _scheduler.RunNowAsync(probe, cancellationToken);

    /// <summary>Watches until it is cancelled, or throws what ended it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var links = _links.Watch();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parts = new[]
        {
            _scheduler.RunAsync(ended.Token),
            _intake.RunAsync(links.Changes, ended.Token),
            _store.RunAsync(ended.Token),
            ForgetAsync(ended.Token),
            _maintenance.RunAsync(ended.Token),
        };
        try
        {
            // The part that forgets ends by itself; none of the others does but by failing.
            await Task.WhenAny(parts[0], parts[1], parts[2], parts[4], Task.WhenAll(parts));
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var part in parts.Where(part => part.IsFaulted)) await part;
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var since = 0L;
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), _clock.Time, cancellationToken);
            if (!_knowsAllLinks()) since = 0;
            else if (since == 0) since = _clock.Time.GetTimestamp();
            else if (_clock.Time.GetElapsedTime(since) >= BeforeForgetting) break;
        }

        _intake.ForgetOrphans();
    }
}
