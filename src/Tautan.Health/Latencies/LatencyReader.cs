using Microsoft.EntityFrameworkCore;
using Tautan.Health.Targets;

namespace Tautan.Health.Latencies;

/// <summary>Reads latencies of a link's destinations.</summary>
internal sealed class LatencyReader(IDbContextFactory<HealthDb> databases, LatencyBook book, TimeProvider time)
{
    public async Task<LatencyView> ReadAsync(WatchedLink link, LatencyQuery query, CancellationToken cancellationToken)
    {
        var targets = link.Destinations.Select(destination => destination.Target.ToGuid()).ToHashSet();
        await book.StoreAsync(targets, cancellationToken);
        var now = (int)(time.GetUtcNow().ToUnixTimeSeconds() / 3600);
        var hours = await HoursAsync(targets, (now - query.Range) / DayOfHours.Hours, cancellationToken);
        var destinations = link.Destinations.Select(destination =>
            View(destination, hours[destination.Target.ToGuid()].Where(pair => pair.Hour > now - query.Range && pair.Hour <= now), query.Step));
        return new LatencyView(Words(query.Range), Words(query.Step), [.. destinations]);
    }

    private static DestinationLatencyView View(WatchedDestination destination, IEnumerable<(int Hour, LatencyHistogram Histogram)> hours, int step)
    {
        var all = new LatencyHistogram();
        var steps = new SortedDictionary<int, LatencyHistogram>();
        foreach (var (hour, histogram) in hours)
        {
            var start = hour - (hour % step);
            if (!steps.TryGetValue(start, out var sum)) steps.Add(start, sum = new LatencyHistogram());
            sum.Add(histogram);
            all.Add(histogram);
        }

        return new DestinationLatencyView(
            destination.Id,
            destination.Url,
            all.Count,
            all.Quantile(0.5),
            all.Quantile(0.95),
            all.Quantile(0.99),
            [.. steps.Select(pair => new LatencyPoint(
                DateTimeOffset.FromUnixTimeSeconds(pair.Key * 3600L), pair.Value.Count, pair.Value.Quantile(0.5), pair.Value.Quantile(0.95), pair.Value.Quantile(0.99)))]);
    }

    // A day that has no hours any more stands at its first.
    private async Task<ILookup<Guid, (int Hour, LatencyHistogram Histogram)>> HoursAsync(HashSet<Guid> targets, int firstDay, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var hourly = await db.HourlyLatencies.AsNoTracking().Where(row => targets.Contains(row.TargetKey) && row.Day >= firstDay).ToListAsync(cancellationToken);
        var daily = await db.DailyLatencies.AsNoTracking().Where(row => targets.Contains(row.TargetKey) && row.Day >= firstDay).ToListAsync(cancellationToken);
        var known = hourly.Select(row => (row.TargetKey, row.Day)).ToHashSet();
        return hourly.SelectMany(Hours)
            .Concat(daily
                .Where(row => !known.Contains((row.TargetKey, row.Day)))
                .Select(row => (row.TargetKey, Hour: row.Day * DayOfHours.Hours, Histogram: HistogramBytes.Read(row.Histogram))))
            .ToLookup(item => item.TargetKey, item => (item.Hour, item.Histogram));
    }

    private static IEnumerable<(Guid TargetKey, int Hour, LatencyHistogram Histogram)> Hours(HourlyLatencyRow row)
    {
        var day = DayOfHours.Read(row.Hours);
        for (var hour = 0; hour < DayOfHours.Hours; hour++)
        {
            if (day[hour] is { } histogram) yield return (row.TargetKey, (row.Day * DayOfHours.Hours) + hour, histogram);
        }
    }

    private static string Words(int hours) => hours % 24 == 0
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{hours / 24}d")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{hours}h");
}
