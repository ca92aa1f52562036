using Tautan.Contracts.Health;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Recording;

public sealed class TargetStoryTests
{
    private const string A = "http://127.0.0.1:1001/a";

    [Fact]
    public async Task New_link_is_probed_at_once_and_one_success_makes_up()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        await world.PassAsync(TimeSpan.Zero);
        world.State(link).Verdict.ShouldBe(Verdict.Up);
        world.Store.Of(world.Target(link).Key).ShouldHaveSingleItem()!.Verdict.ShouldBe(Verdict.Up);
    }

    [Fact]
    public async Task Failing_status_turns_down_after_the_third_failure_five_seconds_apart()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Answers(A, 500);
        world.State(link).Verdict.ShouldBe(Verdict.Up);

        var due = world.Due(link)!.Value;
        await world.PassAsync(due - world.Clock.Steady + TimeSpan.FromSeconds(10));
        world.State(link).Failures.ShouldBe(2);
        world.IsDown(link).ShouldBeFalse();

        await world.PassAsync(TimeSpan.FromSeconds(0.02));
        world.State(link).Verdict.ShouldBe(Verdict.Down);
        world.State(link).Reason.ShouldBe(Reasons.HttpStatus);
        world.Store.Of(world.Target(link).Key).Last()!.Verdict.ShouldBe(Verdict.Down);
    }

    [Fact]
    public async Task Default_settings_notice_a_refusing_server_within_seventy_seconds()
    {
        foreach (var offset in Enumerable.Range(0, 60))
        {
            var world = new World();
            var link = Sample.Record($"http://127.0.0.1:1001/{offset}");
            world.Add(link);
            await world.PassAsync(TimeSpan.FromSeconds(120 + offset));
            world.Prober.Refuses($"http://127.0.0.1:1001/{offset}");
            await world.PassAsync(TimeSpan.FromSeconds(71.5));
            world.IsDown(link).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Comes_back_after_two_successes_and_its_hold_and_is_probed_at_its_end()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        world.Prober.Answers(A, 500);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        world.IsDown(link).ShouldBeTrue();

        world.Prober.Answers(A);
        await world.PassAsync(world.Due(link)!.Value - world.Clock.Steady);
        world.State(link).Note.ShouldBe(Notes.Holding);
        (world.Due(link)!.Value - world.Clock.Steady).ShouldBeInRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));

        await world.PassAsync(TimeSpan.FromSeconds(29));
        world.IsDown(link).ShouldBeTrue();
        await world.PassAsync(TimeSpan.FromSeconds(1.1));
        world.State(link).Verdict.ShouldBe(Verdict.Up);
    }

    [Fact]
    public async Task Server_that_flaps_every_minute_moves_a_link_five_times_in_the_hour()
    {
        var world = new World();
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.IntervalSeconds = 10), A, "http://127.0.0.1:1002/b");
        world.Add(link);
        await world.PassAsync(TimeSpan.FromMinutes(1));

        var moves = 0;
        var wasDown = false;
        var start = world.Clock.Steady;
        world.Before = now =>
        {
            if ((int)(now - start).TotalMinutes % 2 == 0) world.Prober.Answers(A, 503);
            else world.Prober.Answers(A);
        };
        for (var second = 0; second < 3600; second++)
        {
            await world.PassAsync(TimeSpan.FromSeconds(1));
            if (world.IsDown(link) != wasDown) moves++;
            wasDown = world.IsDown(link);
        }

        moves.ShouldBe(5);
        wasDown.ShouldBeTrue();
        world.State(link).Note.ShouldBe(Notes.Flapping);

        world.Before = _ => world.Prober.Answers(A);
        await world.PassAsync(TimeSpan.FromMinutes(8.5));
        world.IsDown(link).ShouldBeTrue();
        await world.PassAsync(TimeSpan.FromMinutes(2.5));
        world.IsDown(link).ShouldBeFalse();
    }

    [Fact]
    public async Task Manual_target_waits_for_the_operator()
    {
        var world = new World();
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.ManualFailback = true), A);
        world.Add(link);
        world.Prober.Answers(A, 500);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        (await world.Recorder.FailBackAsync(world.Target(link), TestContext.Current.CancellationToken)).ShouldBeFalse();

        world.Prober.Answers(A);
        await world.PassAsync(TimeSpan.FromHours(2));
        world.State(link).Verdict.ShouldBe(Verdict.Down);
        world.State(link).Note.ShouldBe(Notes.AwaitingFailback);

        (await world.Recorder.FailBackAsync(world.Target(link), TestContext.Current.CancellationToken)).ShouldBeTrue();
        world.State(link).Verdict.ShouldBe(Verdict.Up);
        world.Store.Of(world.Target(link).Key).Last()!.Verdict.ShouldBe(Verdict.Up);
    }

    [Fact]
    public async Task Address_that_is_not_public_is_unknown_and_never_replaces_a_held_down()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        world.Prober.Does(A, (request, _) => Task.FromResult(Sample.Hidden(request.Url)));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.State(link).Verdict.ShouldBe(Verdict.Unknown);
        world.State(link).Reason.ShouldBe(Reasons.NotPublic);

        world.Prober.Answers(A, 404);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        world.State(link).Verdict.ShouldBe(Verdict.Down);

        world.Prober.Does(A, (request, _) => Task.FromResult(Sample.Hidden(request.Url)));
        await world.PassAsync(TimeSpan.FromHours(1));
        world.State(link).Verdict.ShouldBe(Verdict.Down);
    }

    [Fact]
    public async Task Verdict_that_cannot_be_stored_is_not_believed_either()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        world.Store.Fault = new IOException("No space left on device");
        await Should.ThrowAsync<IOException>(() => world.PassAsync(TimeSpan.Zero));
        world.State(link).Verdict.ShouldBe(Verdict.Unknown);

        world.Store.Fault = null;
        await world.MakeAsync(link);
        world.State(link).Verdict.ShouldBe(Verdict.Up);
    }

    [Fact]
    public async Task Checks_that_somebody_asks_for_between_the_retries_confirm_nothing()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        await world.PassAsync(TimeSpan.Zero);
        world.Prober.Answers(A, 500);
        for (var i = 0; i < 20; i++) await world.MakeAsync(link);
        world.State(link).Verdict.ShouldBe(Verdict.Up);
        world.State(link).Failures.ShouldBe(1);
    }

    [Fact]
    public async Task Targets_with_one_URL_share_its_probe_and_judge_it_each()
    {
        var world = new World();
        var plain = Sample.Record(A);
        var strict = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.ExpectedStatus = "204"), A);
        world.Add(plain, strict);
        world.Target(plain).Probe.ShouldBeSameAs(world.Target(strict).Probe);
        await world.PassAsync(TimeSpan.FromSeconds(30));
        world.State(plain).Verdict.ShouldBe(Verdict.Up);
        world.State(strict).Verdict.ShouldBe(Verdict.Down);
        world.State(strict).Reason.ShouldBe(Reasons.UnexpectedStatus);
    }

    [Fact]
    public async Task Link_that_cannot_redirect_is_not_probed()
    {
        var world = new World();
        var disabled = Sample.Record(A);
        disabled.Enabled = false;
        var off = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.Enabled = false), "http://127.0.0.1:1001/off");
        var expiring = Sample.Record("http://127.0.0.1:1001/expiring");
        expiring.ExpiresAt = world.Clock.Now.Wall.AddMinutes(10).ToUnixTimeMilliseconds();
        world.Add(disabled, off, expiring);
        await world.PassAsync(TimeSpan.FromMinutes(10));
        var made = world.Made;
        made.ShouldBeInRange(10, 12);
        world.Prober.Asked.ShouldAllBe(url => url.EndsWith("/expiring"));
        await world.PassAsync(TimeSpan.FromHours(1));
        world.Made.ShouldBeInRange(made, made + 1);
    }
}
