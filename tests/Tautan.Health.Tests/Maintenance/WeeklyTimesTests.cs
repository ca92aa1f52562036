using Tautan.Health.Maintenance;

namespace Tautan.Health.Tests.Maintenance;

public sealed class WeeklyTimesTests
{
    private const int Sunday = 1;
    private const int Monday = 2;
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static WeeklyTimes Times(int days, string from, int minutes) => new(days, TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromMinutes(minutes), Berlin);

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-11-23T21:59:59", false)]
    [InlineData("2026-11-23T21:00:00", true)]
    [InlineData("2026-11-23T20:59:59", false)]
    [InlineData("2026-11-24T21:00:00", false)]
    [InlineData("2026-07-20T20:00:00", true)]
    [InlineData("2026-07-20T21:00:00", false)]
    public void Clock_of_the_zone_decides_in_winter_and_in_summer(string at, bool expected) =>
        Times(Monday, "22:00", 59).Contains(Utc(at)).ShouldBe(expected);

    [Theory]
    [InlineData("2026-11-23T22:30:00", true)]
    [InlineData("2026-11-24T22:29:59", true)]
    [InlineData("2026-11-24T22:30:00", false)]
    public void Window_reaches_over_midnight(string at, bool expected) => Times(Monday, "23:30", 1440).Contains(Utc(at)).ShouldBe(expected);

    [Fact]
    public void Hour_that_clocks_leave_out_begins_after_it()
    {
        // 2026-03-29: 02:00 becomes 03:00, which is 01:00 UTC.
        Times(Sunday, "02:30", 60).Contains(Utc("2026-03-29T00:59:59")).ShouldBeFalse();
        Times(Sunday, "02:30", 60).Contains(Utc("2026-03-29T01:00:00")).ShouldBeTrue();
        Times(Sunday, "02:30", 60).Contains(Utc("2026-03-29T02:00:00")).ShouldBeFalse();
    }

    [Fact]
    public void Of_an_hour_that_comes_twice_the_first_counts()
    {
        // 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC.
        Times(Sunday, "02:30", 60).Contains(Utc("2026-10-25T00:30:00")).ShouldBeTrue();
        Times(Sunday, "02:30", 60).Contains(Utc("2026-10-25T01:29:59")).ShouldBeTrue();
        Times(Sunday, "02:30", 60).Contains(Utc("2026-10-25T01:30:00")).ShouldBeFalse();
    }
}
