namespace Tautan.Health.Latencies;

/// <summary>The latencies of a target on one day together, made when its hours go.</summary>
internal sealed class DailyLatencyRow
{
    public Guid TargetKey { get; set; }

    /// <summary>Days since 1970-01-01, UTC.</summary>
    public int Day { get; set; }

    /// <summary>Of <c>HistoryTables.DaysTogether</c> days.</summary>
    public int Period { get; set; }

    /// <summary>Of <see cref="HistogramBytes"/>.</summary>
    public byte[] Histogram { get; set; } = [];
}
