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

/// <summary>Watches the links: all of them, or on PostgreSQL this process's part of them.</summary>
internal sealed partial class Watch(
    IShards shards,
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

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private volatile WatchSession? _session;
    private volatile string? _problem;

    /// <summary>The watch over this process's part; null where it has not begun, or ended.</summary>
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
        await using var member = shards.Join();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, member.Lost);
        var database = new HealthStore(databases, work, tables, member);
        var store = new PatientStore(new LatencyStore(database, latencies), unwritten.Say, clock, loggers.CreateLogger<PatientStore>());
        try
        {
            await database.ReachAsync(clock, either.Token);
            var session = new WatchSession(links, database, store, prober, sight, options, clock, metrics, loggers, WindowsAsync, KnowsAllLinks);
            _session = session;
            _problem = null;
            await RunAsync(session, member, either.Token);
        }
        catch (Exception exception) when (member.Lost.IsCancellationRequested || exception is LeaseLostException)
        {
            Lost();
        }
        finally
        {
            _session = null;
            sight.Reset();
        }
    }

    private async Task RunAsync(WatchSession session, IShardMember member, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var balance = new ShardBalance(session, member, new ForeignWitnesses(links, databases, clock), clock, loggers.CreateLogger<ShardBalance>());
        var parts = new[] { session.RunAsync(ended.Token), balance.RunAsync(ended.Token) };
        await Task.WhenAny(parts);
        await ended.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var part in parts.Where(part => part.IsFaulted)) await part;
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process watches nothing any more, until it has a part of the work again.")]
    private partial void Lost();

    [LoggerMessage(Level = LogLevel.Error, Message = "The watch over the links ended; it begins again.")]
    private partial void Ended(Exception exception);
}
