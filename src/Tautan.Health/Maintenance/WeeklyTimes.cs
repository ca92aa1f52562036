namespace Tautan.Health.Maintenance;

/// <summary>When a weekly window is, by the clocks of a time zone.</summary>
/// <param name="Days">The days on which it begins; bit 0 is Sunday.</param>
/// <param name="From">When it begins.</param>
/// <param name="Length">How long it lasts, in time that passes; at most a day.</param>
/// <param name="Zone">Whose clocks.</param>
internal sealed record WeeklyTimes(int Days, TimeOnly From, TimeSpan Length, TimeZoneInfo Zone)
{
    public bool Contains(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
        return BeganOn(today.AddDays(-2), now) || BeganOn(today.AddDays(-1), now) || BeganOn(today, now);
    }

    private bool BeganOn(DateOnly day, DateTimeOffset now)
    {
        if ((Days & (1 << (int)day.DayOfWeek)) == 0) return false;
        var start = StartOn(day);
        return now >= start && now < start + Length;
    }

    // An hour that clocks leave out is the one after it; of an hour that comes twice the first counts.
    private DateTimeOffset StartOn(DateOnly day)
    {
        var local = day.ToDateTime(From, DateTimeKind.Unspecified);
        while (Zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
