using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Verdicts;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.Watching;

public sealed class ShardMoveTests : IAsyncDisposable
{
    private const string A = "http://a.example/";
    private const string B = "http://b.example/";

    private readonly World _world = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ProbeScheduler _scheduler;
    private readonly LinkIntake _intake;
    private readonly Task _running;
    private readonly LinkRecord _link = Sample.Record(A, B);

    public ShardMoveTests()
    {
        _world.Registry.Held = ShardSet.Empty;
        _scheduler = new ProbeScheduler(_world.Clock, new HealthOptions(), _world.Prober, _world.Recorder, Meters.Health(), NullLogger<ProbeScheduler>.Instance);
        _intake = new LinkIntake(_world.Registry, _world.Saved, _scheduler, _world.Store, _world.Sight, _world.Clock, NullLogger<LinkIntake>.Instance);
        _running = _scheduler.RunAsync(_stop.Token);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ShardSet ShardOf(string url) => ShardSet.Of(HostShard.Of(url));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private Target? Find(int destination) => _world.Registry.Find(LinkReading.Of(_link).Destinations[destination].Target);

    private Task GainAsync(string url, Action<SavedStates>? known = null, bool isTakenOver = false)
    {
        var states = new SavedStates(_world.Clock);
        known?.Invoke(states);
        return _intake.GainAsync(ShardOf(url), isTakenOver ? ShardOf(url) : ShardSet.Empty, states, () => [Sample.Link(_link)], Cancellation);
    }

    private async Task UntilAskedAsync(string url)
    {
        while (!_world.Prober.Asked.Contains(url)) await Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation);
    }

    [Fact]
    public async Task Only_what_is_gained_is_watched_and_with_what_is_known_of_it()
    {
        var since = _world.Clock.Now.Wall.AddHours(-1);
        var down = new TargetState { Verdict = Verdict.Down, Reason = Reasons.HttpStatus, Since = since, Version = 7 };

        // What was gained is probed at once, and must not have an answer yet.
        var end = new TaskCompletionSource();
        _world.Prober.Does(A, async (request, _) =>
        {
            await end.Task;
            return Sample.Answer(request.Url);
        });
        await GainAsync(A, states => states.Add(LinkReading.Of(_link).Destinations[0].Target, down, HostShard.Of(A)));
        Find(0)!.State.Since.ShouldBe(since);
        Find(1).ShouldBeNull();
        await GainAsync(B);
        await UntilAskedAsync(B);
        Find(1).ShouldNotBeNull();
        Find(0)!.State.Version.ShouldBe(7);
        end.SetResult();
    }

    [Fact]
    public async Task What_is_given_away_is_written_to_its_end_and_then_left_alone()
    {
        var end = new TaskCompletionSource();
        _world.Prober.Does(A, async (request, _) =>
        {
            await end.Task;
            return Sample.Answer(request.Url);
        });
        await GainAsync(A);
        await UntilAskedAsync(A);
        var target = Find(0)!;
        var dropped = _intake.DropAsync(ShardOf(A), Cancellation);
        dropped.IsCompleted.ShouldBeFalse();
        end.SetResult();
        await dropped;
        _world.Store.Of(target.Key).ShouldHaveSingleItem()!.Verdict.ShouldBe(Verdict.Up);
        Find(0).ShouldBeNull();
        _world.Registry.Origins.ShouldBeEmpty();

        // Nobody begins anything with it here, and nothing of it is forgotten.
        await Should.ThrowAsync<OperationCanceledException>(() => _scheduler.RunNowAsync(target.Probe, Cancellation));
        (await _world.Recorder.FailBackAsync(target, Cancellation)).ShouldBeFalse();
        _intake.ForgetOrphans();
        _world.Time.Advance(TimeSpan.FromHours(2));
        await GainAsync(B);
        await UntilAskedAsync(B);
        _world.Prober.Asked.ShouldBe([A, B]);
        _world.Store.Targets.ShouldContainKey(target.Key);
    }

    [Fact]
    public async Task What_was_down_without_a_link_is_not_remembered_by_who_gave_it_away()
    {
        await GainAsync(A, states => states.Add(LinkReading.Of(_link).Destinations[0].Target, new TargetState { Verdict = Verdict.Down }, HostShard.Of(A)));
        await _intake.DropAsync(ShardOf(A), Cancellation);
        await GainAsync(A);
        Find(0)!.State.Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public void What_a_dead_process_watched_is_looked_at_within_ten_seconds_and_not_all_at_once()
    {
        var waits = Enumerable.Range(0, 1_000).Select(i => Wait(i, isTakenOver: true)).ToList();
        waits.Max().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        waits.CountBy(wait => (int)wait.TotalSeconds).Max(second => second.Value).ShouldBeLessThan(180);
        Enumerable.Range(0, 1_000).Max(i => Wait(i, isTakenOver: false)).ShouldBeGreaterThan(TimeSpan.FromSeconds(3_000));

        TimeSpan Wait(int i, bool isTakenOver)
        {
            var url = $"http://127.0.0.1:1001/{i}";
            var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.IntervalSeconds = 3_600), url);
            var key = LinkReading.Of(link).Destinations[0].Target;
            var registry = new Registry(new SavedStates(_world.Clock));
            var probe = registry.Apply(new LinkChange(null, LinkReading.Of(link))).Touched.Single();
            probe.Due = _world.Clock.Steady + Phase.Within(probe.Id, TimeSpan.FromHours(1));
            registry.Find(key)!.State = new TargetState { Verdict = Verdict.Up };
            return FirstProbe.At(probe, _world.Clock.Steady, _world.Clock.Now.Wall, isTakenOver)!.Value - _world.Clock.Steady;
        }
    }
}
