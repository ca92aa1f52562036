using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Scheduling;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Recording;

public sealed class RetryAfterStoryTests
{
    private const string A = "http://127.0.0.1:1001/a";

    private static async Task<(World World, LinkRecord Link)> WatchedAsync(int status, TimeSpan asked)
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Does(A, (request, _) => Task.FromResult(Sample.Answer(request.Url, status) with { RetryAfter = asked }));
        await world.PassAsync(world.Due(link)!.Value - world.Clock.Steady);
        return (world, link);
    }

    private static TimeSpan UntilNext(World world, LinkRecord link) => world.Due(link)!.Value - world.Clock.Steady;

    [Fact]
    public async Task Short_one_postpones_the_retry_and_confirms_nothing()
    {
        var (world, link) = await WatchedAsync(503, TimeSpan.FromSeconds(40));
        UntilNext(world, link).ShouldBe(TimeSpan.FromSeconds(40));
        world.IsDown(link).ShouldBeFalse();
        world.State(link).Failures.ShouldBe(1);

        // Two more of them, and it is down all the same.
        await world.PassAsync(TimeSpan.FromSeconds(81));
        world.IsDown(link).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_is_shorter_than_the_retry_changes_nothing()
    {
        var (world, link) = await WatchedAsync(503, TimeSpan.FromSeconds(1));
        UntilNext(world, link).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Long_one_on_a_503_is_down_at_once_and_asked_again_when_it_says()
    {
        var (world, link) = await WatchedAsync(503, TimeSpan.FromMinutes(5));
        world.State(link).Verdict.ShouldBe(Verdict.Down);
        world.State(link).Reason.ShouldBe(Reasons.HttpStatus);
        UntilNext(world, link).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task It_is_never_waited_longer_than_fifteen_minutes()
    {
        var (world, link) = await WatchedAsync(503, TimeSpan.FromDays(365));
        world.State(link).Verdict.ShouldBe(Verdict.Down);
        UntilNext(world, link).ShouldBe(RetryAfter.Longest);
        RetryAfter.Longest.ShouldBe(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task Limit_of_requests_postpones_the_next_probe_and_is_no_failure()
    {
        var (world, link) = await WatchedAsync(429, TimeSpan.FromMinutes(5));
        world.State(link).Verdict.ShouldBe(Verdict.Up);
        world.State(link).Note.ShouldBe(Notes.RateLimited);
        UntilNext(world, link).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task With_another_status_it_means_nothing(int status)
    {
        var (world, link) = await WatchedAsync(status, TimeSpan.FromMinutes(5));
        UntilNext(world, link).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(61));
        world.IsDown(link).ShouldBeFalse();
    }
}
