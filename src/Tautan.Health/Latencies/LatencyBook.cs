using Microsoft.EntityFrameworkCore;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Latencies;

/// <summary>Gathers latencies and adds them to what is stored, many at once: a row a target and not a row a probe.</summary>
internal sealed class LatencyBook(IUnitOfWork<HealthDb> work)
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

    private static async Task<bool> AddAsync(
        HealthDb db, IGrouping<(Guid Target, int Day), LatencySample>[] groups, CancellationToken cancellationToken)
    {
        foreach (var day in groups.GroupBy(group => group.Key.Day))
        {
            var targets = day.Select(group => group.Key.Target).ToList();
            var rows = await db.HourlyLatencies.Where(row => row.Day == day.Key && targets.Contains(row.TargetKey)).ToDictionaryAsync(row => row.TargetKey, cancellationToken);
            foreach (var group in day)
            {
                // Two works of one group may bring the same row, and the first one's is not in the database yet.
                var row = rows.GetValueOrDefault(group.Key.Target) ?? await db.HourlyLatencies.FindAsync([group.Key.Target, day.Key], cancellationToken);
                if (row is null) db.HourlyLatencies.Add(row = new HourlyLatencyRow { TargetKey = group.Key.Target, Day = day.Key });
                var hours = row.Hours.Length == 0 ? new DayOfHours() : DayOfHours.Read(row.Hours);
                foreach (var sample in group) hours.Open(sample.HourOfDay).Add(sample.Bucket);
                row.Hours = hours.Write();
            }
        }

        return true;
    }
}
