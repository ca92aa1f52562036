namespace Tautan.Health.Latencies;

/// <summary>How often which latency was seen. Two of them added are the histogram of both times together.</summary>
internal sealed class LatencyHistogram
{
    private readonly SortedDictionary<int, long> _counts = [];

    /// <summary>How many latencies it counts.</summary>
    public long Count { get; private set; }

    /// <summary>By bucket of <see cref="LatencyBuckets"/>, ascending.</summary>
    public IReadOnlyDictionary<int, long> Counts => _counts;

    /// <summary>Counts more.</summary>
    /// <param name="bucket">Of <see cref="LatencyBuckets"/>.</param>
    /// <param name="times">1 or more.</param>
    public void Add(int bucket, long times = 1)
    {
        _counts[bucket] = _counts.GetValueOrDefault(bucket) + times;
        Count += times;
    }

    public void Add(LatencyHistogram other)
    {
        foreach (var (bucket, times) in other._counts) Add(bucket, times);
    }

    /// <summary>The latency that so large a part did not exceed, in milliseconds (nearest rank); null where nothing was counted.</summary>
    /// <param name="part">More than 0, at most 1.</param>
    public double? Quantile(double part)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(part * Count));
        foreach (var (bucket, times) in _counts)
        {
            rank -= times;
            if (rank <= 0) return Math.Round(LatencyBuckets.Middle(bucket), 3);
        }

        return null;
    }
}
