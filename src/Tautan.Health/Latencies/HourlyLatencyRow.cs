namespace Tautan.Health.Latencies;

/// <summary>The latencies of a target on one day, hour by hour.</summary>
internal sealed class HourlyLatencyRow
{
    public Guid TargetKey { get; set; }

    /// <summary>Days since 1970-01-01, UTC.</summary>
    public int Day { get; set; }

    /// <summary>Of <see cref="DayOfHours"/>.</summary>
    public byte[] Hours { get; set; } = [];
}
