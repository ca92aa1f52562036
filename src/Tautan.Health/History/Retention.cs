using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Health.Latencies;
using Tautan.Health.Partitions;
using Tautan.Platform.Persistence;

namespace Tautan.Health.History;

/// <summary>Lets go what is too old: whole partitions where they are, else rows, a little at a time, so that nobody who writes waits for it long.</summary>
internal sealed partial class Retention(
    IDbContextFactory<HealthDb> databases, IUnitOfWork<HealthDb> work, LatencyRetention latencies, HistoryTables tables, TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    /// <summary>How long changes of verdicts and events are kept; of each target the last one before that stays, which says what it was.</summary>
    public static readonly TimeSpan Changes = TimeSpan.FromDays(400);

    private const int Batch = 1_000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    /// <summary>Deletes everything that is too old now.</summary>
    /// <returns>How many rows and partitions.</returns>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await DeleteAsync(OldChanges(now - Changes), (db, ids, token) => db.VerdictChanges.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(token), cancellationToken)
            + await DeleteAsync(OldEvents(now - Changes), (db, ids, token) => db.Events.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(token), cancellationToken)
            + await latencies.RunAsync(cancellationToken)
            + await tables.ChangeAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, time, stoppingToken);
            try
            {
                if (await DeleteAsync(stoppingToken) is var deleted and > 0) Deleted(deleted);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                NotDeleted(exception);
            }
        }
    }

    private static Func<HealthDb, IQueryable<Guid>> OldChanges(DateTimeOffset before) => db => db.VerdictChanges
        .Where(row => row.At < before && db.VerdictChanges.Any(later => later.Key == row.Key && later.At > row.At && later.At <= before))
        .OrderBy(row => row.At)
        .Select(row => row.Id);

    private static Func<HealthDb, IQueryable<long>> OldEvents(DateTimeOffset before) =>
        db => db.Events.Where(row => row.At < before).OrderBy(row => row.At).Select(row => row.Id);

    private async Task<int> DeleteAsync<TId>(
        Func<HealthDb, IQueryable<TId>> old, Func<HealthDb, List<TId>, CancellationToken, Task<int>> delete, CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (true)
        {
            List<TId> ids;
            await using (var db = await databases.CreateDbContextAsync(cancellationToken))
                ids = await old(db).Take(Batch).ToListAsync(cancellationToken);
            if (ids.Count > 0)
                deleted += await work.WriteAsync((context, token) => delete(context.Db, ids, token), cancellationToken);
            if (ids.Count < Batch) return deleted;
            await Task.Delay(Between, time, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} old rows of history were deleted.")]
    private partial void Deleted(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old history could not be deleted; it is tried again.")]
    private partial void NotDeleted(Exception exception);
}
