using Tautan.Health.Scheduling;

namespace Tautan.Health.Tests.Scheduling;

public sealed class EffectiveIntervalTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static double Of(double? before, double interval, double? apart) => EffectiveInterval.Of(
        before is { } said ? TimeSpan.FromSeconds(said) : null,
        TimeSpan.FromSeconds(interval),
        apart is { } seconds ? Start - TimeSpan.FromSeconds(seconds) : null,
        Start).TotalSeconds;

    [Fact]
    public void What_is_made_as_often_as_asked_is_as_asked()
    {
        Of(null, 60, null).ShouldBe(60);
        Of(60, 60, 60.4).ShouldBe(60);
        Of(120, 60, 58).ShouldBe(60);
    }

    [Fact]
    public void What_is_made_less_often_says_how_often() => Of(60, 60, 2_500.3).ShouldBe(2_500);

    [Fact]
    public void Retries_and_checks_in_between_say_nothing() => Of(2_500, 60, 5).ShouldBe(2_500);

    [Fact]
    public void Small_differences_are_not_worth_a_row() => Of(2_500, 60, 2_600).ShouldBe(2_500);

    [Fact]
    public void It_is_never_less_than_asked() => Of(60, 300, 20).ShouldBe(300);
}
