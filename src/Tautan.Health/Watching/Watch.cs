using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Health.Latencies;
using Tautan.Health.Maintenance;
using Tautan.Health.Partitions;
using Tautan.Health.Probing;
using Tautan.Health.Recording;
using Tautan.Health.Seeing;
using Tautan.Health.Storage;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Watching;

/// <summary>Sees to it that one process, and only one, watches the links.</summary>
internal sealed partial class Watch(
    ILeases leases,
    IDbContextFactory<HealthDb> databases,
    IUnitOfWork<HealthDb> work,
    FeedUnwritten<HealthDb> unwritten,
    LinkTable links,
    [FromKeyedServices(Watch.LinksFeed)] FeedFollower follower,
    IProber prober,
    Sight sight,
    LatencyBook latencies,
    HistoryTables tables,
    HealthOptions options,
    SteadyClock clock,
    HealthMetrics metrics,
    ILoggerFactory loggers,
    ILogger<Watch> logger) : BackgroundService, IReadinessCheck
{
    /// <summary>The name of the feed of links.</summary>
    public const string LinksFeed = "links";

    private const string LeaseName = "watch";
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private volatile WatchSession? _session;
    private volatile string? _problem;

    /// <summary>The watch, where it is this process that watches; else null.</summary>
    public WatchSession? Session => _session;

    public Readiness Check() => _problem is { } problem ? Readiness.Degraded($"not_watching: {problem}")
        : _session?.Unwritten is { } count and > 0 ? Readiness.Degraded($"unwritten: {count} verdicts are told from memory, and a restart forgets them")
        : Readiness.Ready;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.IsBlind = () => sight.IsBlind;
        metrics.IsWatching = () => _session is not null;
        metrics.Targets = CountTargets;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _problem = exception.Message;
                Ended(exception);
                await Task.Delay(AfterFailure, clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WatchOnceAsync(CancellationToken stoppingToken)
    {
        await using var lease = await leases.AcquireAsync(LeaseName, stoppingToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Lost);
        var database = new HealthStore(databases, work, tables, lease);
        var store = new PatientStore(new LatencyStore(database, latencies), unwritten.Say, clock, loggers.CreateLogger<PatientStore>());
        try
        {
            var saved = await database.LoadAsync(clock, either.Token);
            var session = new WatchSession(links, saved, store, prober, sight, options, clock, metrics, loggers, WindowsAsync, KnowsAllLinks);
            _session = session;
            _problem = null;
            await session.RunAsync(either.Token);
        }
        catch (Exception exception) when (lease.Lost.IsCancellationRequested || exception is LeaseLostException)
        {
            Lost();
        }
        finally
        {
            _session = null;
            sight.Reset();
        }
    }

    private async Task<IReadOnlyList<MaintenanceWindow>> WindowsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await db.MaintenanceWindows.AsNoTracking().ToListAsync(cancellationToken)).ConvertAll(MaintenanceWindow.Of);
    }

    private bool KnowsAllLinks() => follower.Loaded.IsCompletedSuccessfully
        && follower.Status is { IsConnected: true, Held: null, Position.Epoch.Length: > 0 };

    private int CountTargets()
    {
        if (_session is not { } session) return 0;
        lock (session.Registry.Sync) return session.Registry.TargetCount;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another process watches the links now.")]
    private partial void Lost();

    [LoggerMessage(Level = LogLevel.Error, Message = "The watch over the links ended; it begins again.")]
    private partial void Ended(Exception exception);
}
