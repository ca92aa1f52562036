using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Recording;

/// <summary>How long it takes to notice, by the schedule alone: what the README promises.</summary>
public sealed class DetectionTimeTests
{
    private const string A = "http://127.0.0.1:1001/a";

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(31)]
    [InlineData(59)]
    public async Task With_the_defaults_a_refused_connection_is_down_after_10_to_75_seconds_wherever_in_the_interval_it_dies(int second)
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        await world.PassAsync(TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(second));
        world.Prober.Refuses(A);
        var died = world.Clock.Steady;
        while (!world.IsDown(link)) await world.PassAsync(TimeSpan.FromMilliseconds(100));
        (world.Clock.Steady - died).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(75));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Clock_on_the_wall_that_jumps_an_hour_changes_nothing_of_it(int hours)
    {
        var time = new WrongClock(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var world = new World(time: time);
        var link = Sample.Record(A);
        world.Add(link);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        var made = world.Made;
        time.Wrong = TimeSpan.FromHours(hours);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        (world.Made - made).ShouldBe(3);
        world.IsDown(link).ShouldBeFalse();

        world.Prober.Refuses(A);
        var died = world.Clock.Steady;
        while (!world.IsDown(link)) await world.PassAsync(TimeSpan.FromMilliseconds(100));
        (world.Clock.Steady - died).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(75));
        world.Prober.Answers(A);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        world.IsDown(link).ShouldBeFalse();
    }
}
