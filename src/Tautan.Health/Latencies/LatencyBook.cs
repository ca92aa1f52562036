using Microsoft.EntityFrameworkCore;
using Tautan.Health.Partitions;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Latencies;

/// <summary>Gathers latencies and adds them to what is stored, many at once: a row a target and not a row a probe.</summary>
internal sealed class LatencyBook(IUnitOfWork<HealthDb> work, HistoryTables tables)
{
    // A work should not keep others waiting for long.
    private const int MostAtOnce = 200;

    // What no disk takes for hours is not kept for ever.
    private const int MostGathered = 2_000_000;

    private readonly Lock _lock = new();
    private List<LatencySample> _gathered = [];

    public void Add(LatencySample sample)
    {
        lock (_lock)
        {
            if (_gathered.Count < MostGathered) _gathered.Add(sample);
        }
    }

    /// <summary>Stores what was gathered until now.</summary>
    /// <param name="targets">Only of these; null: of all.</param>
    /// <param name="cancellationToken">What is not stored by then stays gathered.</param>
    public async Task StoreAsync(IReadOnlySet<Guid>? targets, CancellationToken cancellationToken)
    {
        foreach (var samples in Take(targets).GroupBy(sample => (sample.Target, sample.Day)).Chunk(MostAtOnce).ToList())
        {
            try
            {
                await work.WriteAsync((context, token) => AddAsync(context.Db, samples, token), cancellationToken);
            }
            catch
            {
                foreach (var sample in samples.SelectMany(group => group)) Add(sample);
                throw;
            }
        }
    }

    private List<LatencySample> Take(IReadOnlySet<Guid>? targets)
    {
        lock (_lock)
        {
            var taken = targets is null ? _gathered : _gathered.FindAll(sample => targets.Contains(sample.Target));
            _gathered = targets is null ? [] : _gathered.FindAll(sample => !targets.Contains(sample.Target));
            return taken;
        }
    }

    private async Task<bool> AddAsync(
        HealthDb db, IGrouping<(Guid Target, int Day), LatencySample>[] groups, CancellationToken cancellationToken)
    {
        foreach (var day in groups.GroupBy(group => group.Key.Day))
        {
            var targets = day.Select(group => group.Key.Target).ToList();
            var stored = await db.HourlyLatencies.AsNoTracking().Where(row => row.Day == day.Key && targets.Contains(row.TargetKey)).ToDictionaryAsync(row => row.TargetKey, cancellationToken);
            await tables.Hours.PutAsync(db, [.. day.Select(group => Add(group, stored.GetValueOrDefault(group.Key.Target)))], cancellationToken);
        }

        return true;
    }

    private static HourlyLatencyRow Add(IGrouping<(Guid Target, int Day), LatencySample> samples, HourlyLatencyRow? stored)
    {
        var hours = stored is null ? new DayOfHours() : DayOfHours.Read(stored.Hours);
        foreach (var sample in samples) hours.Open(sample.HourOfDay).Add(sample.Bucket);
        return new HourlyLatencyRow { TargetKey = samples.Key.Target, Day = samples.Key.Day, Hours = hours.Write() };
    }
}
