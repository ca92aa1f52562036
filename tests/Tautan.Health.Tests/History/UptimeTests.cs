using Tautan.Contracts.Health;
using Tautan.Health.History;

namespace Tautan.Health.Tests.History;

public sealed class UptimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset DayAgo = Now.AddHours(-24);

    private static VerdictSpan From(double hoursAgo, Verdict verdict) => new(Now.AddHours(-hoursAgo), verdict);

    [Fact]
    public void Nothing_known_is_null() => Uptime.Of([], [], DayAgo, Now).Ratio.ShouldBeNull();

    [Fact]
    public void Verdict_from_before_the_window_reaches_into_it() =>
        Uptime.Of([From(100, Verdict.Up)], [], DayAgo, Now).Ratio.ShouldBe(1);

    [Fact]
    public void Time_down_counts_and_probes_do_not() =>
        Uptime.Of([From(30, Verdict.Up), From(12, Verdict.Down), From(6, Verdict.Up)], [], DayAgo, Now).Ratio.ShouldBe(0.75);

    [Fact]
    public void Time_of_the_origin_counts_as_the_destinations_own_and_once_where_both_are_down() =>
        Uptime.Of([From(30, Verdict.Up), From(8, Verdict.Down), From(4, Verdict.Up)], [From(10, Verdict.Down), From(6, Verdict.Up)], DayAgo, Now).Ratio.ShouldBe(0.75);

    [Fact]
    public void Only_the_time_in_which_it_was_up_or_down_is_looked_at() =>
        Uptime.Of([From(4, Verdict.Up), From(1, Verdict.Down)], [], DayAgo, Now).Ratio.ShouldBe(0.75);

    [Fact]
    public void Paused_time_is_neither() =>
        Uptime.Of([From(30, Verdict.Up), From(12, Verdict.Paused)], [From(20, Verdict.Unknown), From(10, Verdict.Down)], DayAgo, Now).Ratio.ShouldBe(1);

    [Fact]
    public void What_was_not_looked_at_is_told_as_not_observed()
    {
        Uptime.Of([From(6, Verdict.Up)], [], DayAgo, Now).Observed.ShouldBe(0.25);
        Uptime.Of([From(30, Verdict.Up), From(12, Verdict.Paused)], [], DayAgo, Now).Observed.ShouldBe(0.5);
        Uptime.Of([From(48, Verdict.Down)], [], DayAgo, Now).ShouldBe(new Uptime(0, 1));
        Uptime.Of([], [], DayAgo, Now).ShouldBe(new Uptime(null, 0));
    }
}
