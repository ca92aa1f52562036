namespace Tautan.Health.Latencies;

/// <summary>One latency that was seen.</summary>
/// <param name="Target">The id of the target's key.</param>
/// <param name="Hour">Hours since 1970-01-01T00:00Z.</param>
/// <param name="Bucket">Of <see cref="LatencyBuckets"/>.</param>
internal readonly record struct LatencySample(Guid Target, int Hour, int Bucket)
{
    public int Day => Hour / DayOfHours.Hours;

    public int HourOfDay => Hour % DayOfHours.Hours;

    public static LatencySample Of(Guid target, DateTimeOffset at, double milliseconds) =>
        new(target, (int)(at.ToUnixTimeSeconds() / 3600), LatencyBuckets.Of(milliseconds));
}
