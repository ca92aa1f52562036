namespace Tautan.Health.Timing;

/// <summary>
/// A clock that starts at the time of day and then only counts: setting the system's clock moves no interval, no hold and
/// no schedule.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly long _origin = time.GetUtcNow().Ticks;
    private readonly long _originTimestamp = time.GetTimestamp();
    private long _ahead;

    public TimeProvider Time => time;

    public DateTimeOffset Steady => new DateTimeOffset(_origin + Volatile.Read(ref _ahead), TimeSpan.Zero) + time.GetElapsedTime(_originTimestamp);

    public Moment Now => new(Steady, time.GetUtcNow());

    /// <summary>Goes on from a steady time that another process wrote down where this one began earlier: what comes after is to be later.</summary>
    public void Reach(DateTimeOffset written)
    {
        if (written > Steady) Interlocked.Add(ref _ahead, (written - Steady).Ticks);
    }

    /// <summary>A steady time that another process wrote down: never later than now, whatever its clock said.</summary>
    public DateTimeOffset? Past(DateTimeOffset? written) => written > Steady ? Steady : written;
}
