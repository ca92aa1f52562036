using Microsoft.Extensions.Logging;
using Tautan.Health.CertificateEnds;
using Tautan.Health.Maintenance;
using Tautan.Health.Probing;
using Tautan.Health.Recording;
using Tautan.Health.Scheduling;
using Tautan.Health.Seeing;
using Tautan.Health.Storage;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Watching;

/// <summary>The watch over the links that are this process's part, for as long as it can show the others that it lives.</summary>
internal sealed class WatchSession
{
    // After it has everything, a follower may still be told of what went while nobody followed.
    private static readonly TimeSpan BeforeForgetting = TimeSpan.FromMinutes(1);

    private readonly HealthStore _database;
    private readonly LinkTable _links;
    private readonly SteadyClock _clock;
    private readonly ProbeScheduler _scheduler;
    private readonly LinkIntake _intake;
    private readonly PatientStore _store;
    private readonly MaintenancePause _maintenance;
    private readonly Func<bool> _knowsAllLinks;
    private long _knownSince;
    private volatile bool _hasOrphans = true;

    public WatchSession(
        LinkTable links,
        HealthStore database,
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
        _database = database;
        _store = store;
        var saved = new SavedStates(clock);
        Registry = new Registry(saved) { Held = ShardSet.Empty };
        Recorder = new Recorder(Registry, sight, new BatchingStore(store, clock), new CertificateBook(), clock, metrics);
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

    /// <summary>Begins to watch shards that are held by now.</summary>
    public async Task GainAsync(ShardSet gained, ShardSet takenOver, CancellationToken cancellationToken)
    {
        var states = await _database.LoadAsync(_clock, gained, cancellationToken);

        // What no link asks for is counted from here, as after a start.
        (_knownSince, _hasOrphans) = (0, true);
        await _intake.GainAsync(gained, takenOver, states, _links.List, cancellationToken);
    }

    /// <summary>Watches shards no more. Returns when all that was seen of them is written, and another process may go on with it.</summary>
    public async Task DropAsync(ShardSet shards, CancellationToken cancellationToken)
    {
        await _intake.DropAsync(shards, cancellationToken);
        while (Unwritten > 0) await Task.Delay(TimeSpan.FromSeconds(1), _clock.Time, cancellationToken);
    }

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
            // None ends but by failing.
            await Task.WhenAny(parts);
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
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), _clock.Time, cancellationToken);
            if (!_knowsAllLinks()) _knownSince = 0;
            else if (_knownSince == 0) _knownSince = _clock.Time.GetTimestamp();
            else if (_hasOrphans && _clock.Time.GetElapsedTime(_knownSince) >= BeforeForgetting)
            {
                _hasOrphans = false;
                _intake.ForgetOrphans();
            }
        }
    }
}
