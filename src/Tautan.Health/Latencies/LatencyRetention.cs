using Microsoft.EntityFrameworkCore;
using Tautan.Health.Partitions;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Latencies;

/// <summary>Makes one histogram of a day's hours when they are 30 days old; then all hours of that day go at once.</summary>
internal sealed class LatencyRetention(IDbContextFactory<HealthDb> databases, IUnitOfWork<HealthDb> work, HistoryTables tables, TimeProvider time)
{
    // Nobody who writes waits for it long.
    private const int MostAtOnce = 500;

    /// <summary>Brings hours and days to what is to be kept now.</summary>
    /// <returns>How many days of hours went.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var oldest = (time.GetUtcNow().ToUnixTimeSeconds() / 86_400) - LatencyQuery.HourlyDays;
        List<long> days;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
            days = [.. (await tables.Hours.ListAsync(db, cancellationToken)).Where(day => day < oldest).Order()];
        foreach (var day in days)
        {
            for (var after = Guid.Empty; ;)
            {
                var from = after;
                if (await work.WriteAsync((context, token) => RollUpAsync(context.Db, (int)day, from, token), cancellationToken) is not { } last) break;
                after = last;
            }

            await work.WriteAsync((context, token) => tables.Hours.ChangeAsync(context.Db, [oldest], day + 1, token), cancellationToken);
        }

        return days.Count;
    }

    // Done again after an end in between, it makes the same days of the same hours.
    private async Task<Guid?> RollUpAsync(HealthDb db, int day, Guid after, CancellationToken cancellationToken)
    {
        var rows = await db.HourlyLatencies.AsNoTracking()
            .Where(row => row.Day == day && row.TargetKey > after)
            .OrderBy(row => row.TargetKey)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        await tables.Days.PutAsync(db, rows.ConvertAll(DayOf), cancellationToken);
        return rows.Count == 0 ? null : rows[^1].TargetKey;
    }

    private static DailyLatencyRow DayOf(HourlyLatencyRow row) => new()
    {
        TargetKey = row.TargetKey,
        Day = row.Day,
        Period = row.Day / HistoryTables.DaysTogether,
        Histogram = HistogramBytes.Write(DayOfHours.Read(row.Hours).Sum()),
    };
}
