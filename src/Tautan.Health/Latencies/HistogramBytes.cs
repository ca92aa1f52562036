namespace Tautan.Health.Latencies;

/// <summary>
/// Histograms as bytes: of each bucket that counts something how far it is from the one before, and its count, as base-128 numbers (low bits first).
/// An hour of 60 probes takes about 40 bytes.
/// </summary>
internal static class HistogramBytes
{
    public static byte[] Write(LatencyHistogram histogram)
    {
        var bytes = new List<byte>(histogram.Counts.Count * 2);
        var last = 0;
        foreach (var (bucket, count) in histogram.Counts)
        {
            Put(bytes, bucket - last);
            Put(bytes, count);
            last = bucket;
        }

        return [.. bytes];
    }

    /// <exception cref="FormatException">The bytes are none that <see cref="Write"/> made.</exception>
    public static LatencyHistogram Read(ReadOnlySpan<byte> bytes)
    {
        var histogram = new LatencyHistogram();
        var bucket = 0L;
        while (!bytes.IsEmpty)
        {
            bucket += Take(ref bytes);
            var count = Take(ref bytes);
            if (bucket > LatencyBuckets.Last || count < 1) throw Unreadable();
            histogram.Add((int)bucket, count);
        }

        return histogram;
    }

    /// <summary>Appends a number that is not negative.</summary>
    public static void Put(List<byte> bytes, long number)
    {
        for (; number > 0x7F; number >>= 7) bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
    }

    /// <summary>Takes a number from the front.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static long Take(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0L;
        for (var i = 0; i < bytes.Length && i < 8; i++)
        {
            number |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] > 0x7F) continue;
            bytes = bytes[(i + 1)..];
            return number;
        }

        throw Unreadable();
    }

    private static FormatException Unreadable() => new("These bytes are no histogram.");
}
