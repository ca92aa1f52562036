namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>What was measured of one series. Any number of threads measure, and nobody waits.</summary>
/// <param name="labels">As they stand between braces.</param>
/// <param name="bounds">Of a histogram, the upper bounds of its buckets; null: it is none.</param>
internal sealed class SeriesValue(byte[] labels, double[]? bounds)
{
    private readonly long[]? _counts = bounds is null ? null : new long[bounds.Length + 1];
    private long _whole;
    private long _real;

    public byte[] Labels { get; } = labels;

    /// <summary>Of an observed series, the collection that observed it last.</summary>
    public int SeenAt { get; set; }

    public long Whole => Volatile.Read(ref _whole);

    /// <summary>Of a histogram, the sum.</summary>
    public double Real => BitConverter.Int64BitsToDouble(Volatile.Read(ref _real));

    /// <summary>How many values were in each bucket alone; the last one is for what is above all bounds.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    public void Add(long value) => Interlocked.Add(ref _whole, value);

    public void Add(double value)
    {
        long before;
        do
        {
            before = Volatile.Read(ref _real);
        }
        while (Interlocked.CompareExchange(ref _real, BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(before) + value), before) != before);
    }

    public void Set(long value) => Volatile.Write(ref _whole, value);

    public void Set(double value) => Volatile.Write(ref _real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Puts a value into the bucket of the first bound that it does not exceed.</summary>
    public void Record(double value)
    {
        // Where it belongs nowhere it must not spoil the sum for ever.
        if (double.IsNaN(value))
            return;
        var bucket = 0;
        while (bucket < bounds!.Length && value > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _counts![bucket]);
        Add(value);
    }
}
