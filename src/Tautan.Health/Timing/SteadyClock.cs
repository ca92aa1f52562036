namespace Tautan.Health.Timing;

/// <summary>
/// A clock that starts at the time of day and then only counts: setting the system's clock moves no interval, no hold and
/// no schedule.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _originTimestamp = time.GetTimestamp();

    public TimeProvider Time => time;

    public DateTimeOffset Steady => _origin + time.GetElapsedTime(_originTimestamp);

    public Moment Now => new(Steady, time.GetUtcNow());

    /// <summary>A steady time that another process wrote down: never later than now, whatever its clock said.</summary>
    public DateTimeOffset? Past(DateTimeOffset? written) => written > Steady ? Steady : written;
}
