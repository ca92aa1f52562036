using Microsoft.EntityFrameworkCore;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Latencies;

/// <summary>Makes one histogram of a day's hours when they are 30 days old, and lets days go after 400.</summary>
internal sealed class LatencyRetention(IDbContextFactory<HealthDb> databases, IUnitOfWork<HealthDb> work, TimeProvider time)
{
    // Nobody who writes waits for it long.
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    /// <summary>Brings both to what is to be kept now.</summary>
    /// <returns>How many rows went.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var today = (int)(time.GetUtcNow().ToUnixTimeSeconds() / 86_400);
        return await RepeatAsync(token => RollUpAsync(today - LatencyQuery.HourlyDays, token), cancellationToken)
            + await RepeatAsync(token => DeleteAsync(today - LatencyQuery.Days, token), cancellationToken);
    }

    private async Task<int> RepeatAsync(Func<CancellationToken, Task<int>> step, CancellationToken cancellationToken)
    {
        var all = 0;
        while (true)
        {
            var count = await step(cancellationToken);
            all += count;
            if (count < MostAtOnce) return all;
            await Task.Delay(Between, time, cancellationToken);
        }
    }

    // The hours and what they become are one commit: no latency is counted twice, and none is lost.
    private async Task<int> RollUpAsync(int before, CancellationToken cancellationToken)
    {
        if (!await HasAsync(db => db.HourlyLatencies.Where(row => row.Day < before), cancellationToken)) return 0;
        return await work.WriteAsync(async (context, token) =>
        {
            var db = context.Db;
            var rows = await db.HourlyLatencies.Where(row => row.Day < before).OrderBy(row => row.Day).ThenBy(row => row.TargetKey).Take(MostAtOnce).ToListAsync(token);
            foreach (var row in rows)
            {
                var sum = DayOfHours.Read(row.Hours).Sum();
                if (await db.DailyLatencies.FindAsync([row.TargetKey, row.Day], token) is not { } day)
                    db.DailyLatencies.Add(day = new DailyLatencyRow { TargetKey = row.TargetKey, Day = row.Day });
                else
                    sum.Add(HistogramBytes.Read(day.Histogram));
                day.Histogram = HistogramBytes.Write(sum);
                db.HourlyLatencies.Remove(row);
            }

            return rows.Count;
        }, cancellationToken);
    }

    private async Task<int> DeleteAsync(int before, CancellationToken cancellationToken)
    {
        if (!await HasAsync(db => db.DailyLatencies.Where(row => row.Day < before), cancellationToken)) return 0;
        return await work.WriteAsync(async (context, token) =>
        {
            var rows = await context.Db.DailyLatencies.Where(row => row.Day < before).OrderBy(row => row.Day).Take(MostAtOnce).ToListAsync(token);
            context.Db.DailyLatencies.RemoveRange(rows);
            return rows.Count;
        }, cancellationToken);
    }

    // To look takes no turn among those who write.
    private async Task<bool> HasAsync<TRow>(Func<HealthDb, IQueryable<TRow>> rows, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await rows(db).AnyAsync(cancellationToken);
    }
}
