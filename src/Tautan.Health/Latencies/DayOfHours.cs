namespace Tautan.Health.Latencies;

/// <summary>The histograms of a day (UTC), one for each hour. As bytes, each after its length: an hour without any takes one.</summary>
internal sealed class DayOfHours
{
    public const int Hours = 24;

    private readonly LatencyHistogram?[] _hours = new LatencyHistogram?[Hours];

    /// <summary>Null where there is none.</summary>
    /// <param name="hour">0 to 23.</param>
    public LatencyHistogram? this[int hour] => _hours[hour];

    /// <summary>The histogram of an hour, to be added to.</summary>
    /// <param name="hour">0 to 23.</param>
    public LatencyHistogram Open(int hour) => _hours[hour] ??= new LatencyHistogram();

    /// <summary>All of the day as one.</summary>
    public LatencyHistogram Sum()
    {
        var sum = new LatencyHistogram();
        foreach (var hour in _hours)
        {
            if (hour is not null) sum.Add(hour);
        }

        return sum;
    }

    public byte[] Write()
    {
        var bytes = new List<byte>(1024);
        foreach (var hour in _hours)
        {
            var written = hour is null ? [] : HistogramBytes.Write(hour);
            HistogramBytes.Put(bytes, written.Length);
            bytes.AddRange(written);
        }

        return [.. bytes];
    }

    /// <exception cref="FormatException">The bytes are none that <see cref="Write"/> made.</exception>
    public static DayOfHours Read(ReadOnlySpan<byte> bytes)
    {
        var day = new DayOfHours();
        for (var hour = 0; hour < Hours; hour++)
        {
            var length = HistogramBytes.Take(ref bytes);
            if (length > bytes.Length) throw new FormatException("These bytes are no day of histograms.");
            if (length > 0) day._hours[hour] = HistogramBytes.Read(bytes[..(int)length]);
            bytes = bytes[(int)length..];
        }

        return day;
    }
}
