using System.Numerics;

namespace Tautan.Health.Latencies;

/// <summary>
/// Where latencies are counted: microseconds, sixteen equal buckets for each power of two (as HdrHistogram has them). The middle of a bucket is never
/// further than 1/32 from what was measured. Stored: it never changes.
/// </summary>
internal static class LatencyBuckets
{
    private const int PerOctaveBits = 4;
    private const int PerOctave = 1 << PerOctaveBits;

    /// <summary>The last one; an hour and more is counted in it.</summary>
    public static readonly int Last = Of(3_600_000);

    /// <param name="milliseconds">What is less than zero or no number counts as zero.</param>
    public static int Of(double milliseconds)
    {
        var microseconds = (uint)(double.IsNaN(milliseconds) ? 0 : Math.Clamp(milliseconds * 1000, 0, 3_600_000_000));
        if (microseconds < PerOctave) return (int)microseconds;
        var shift = BitOperations.Log2(microseconds) - PerOctaveBits;
        return ((shift + 1) * PerOctave) + (int)(microseconds >> shift) - PerOctave;
    }

    /// <summary>The middle of a bucket, in milliseconds.</summary>
    public static double Middle(int bucket)
    {
        if (bucket < PerOctave) return bucket / 1000.0;
        var shift = (bucket / PerOctave) - 1;
        var lowest = (long)(PerOctave + (bucket % PerOctave)) << shift;
        return (lowest + (((1L << shift) - 1) / 2.0)) / 1000;
    }
}
