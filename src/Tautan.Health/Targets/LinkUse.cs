namespace Tautan.Health.Targets;

/// <summary>What one link asks of a target.</summary>
/// <param name="Interval">10 to 86,400 s.</param>
/// <param name="Enabled">The link redirects, and may be fetched.</param>
/// <param name="ExpiresAt">By the clock on the wall; null: never.</param>
internal readonly record struct LinkUse(TimeSpan Interval, bool Enabled, DateTimeOffset? ExpiresAt)
{
    public static LinkUse Of(WatchedLink link) => new(
        TimeSpan.FromSeconds(Math.Clamp(link.Health.IntervalSeconds, 10, 86_400)), link.Enabled && link.Health.Enabled, link.ExpiresAt);

    public bool IsActive(DateTimeOffset now) => Enabled && !(ExpiresAt <= now);
}
