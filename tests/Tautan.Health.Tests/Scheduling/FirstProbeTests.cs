using Tautan.Contracts.Health;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Scheduling;

public sealed class FirstProbeTests
{
    private const string Url = "http://127.0.0.1:1001/";

    private static readonly TargetState Up = new() { Verdict = Verdict.Up, Version = 1 };

    private static TimeSpan AfterRestart(TargetState state, OriginState? origin = null, int interval = 60, DateTimeOffset? due = null)
    {
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.IntervalSeconds = interval), Url);
        var target = Sample.Link(link).Destinations[0].Target;
        var world = new World(saved =>
        {
            saved.Add(target, state);
            saved.Add(World.OriginKey(Url), origin ?? OriginState.Unknown);
            saved.Add(new SavedProbe(new ProbeKey(Sample.Workspace, Url, TimeSpan.FromSeconds(10)).ToId(), due ?? DateTimeOffset.UnixEpoch, Sample.Loopback, null));
        });
        world.Add(link);
        return world.Due(link)!.Value - world.Clock.Steady;
    }

    [Fact]
    public void Known_target_waits_for_its_place_in_the_interval() =>
        AfterRestart(Up).ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(61));

    [Fact]
    public void Target_that_is_being_confirmed_is_probed_within_its_retry() =>
        AfterRestart(Up with { Failures = 1, FailingReason = Reasons.Timeout, FailedAt = DateTimeOffset.UnixEpoch }).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(5));

    [Fact]
    public void Target_that_its_origin_is_down_for_waits_for_its_place()
    {
        var down = new OriginState { Verdict = Verdict.Down, Reason = Reasons.Refused };
        var failing = Up with { Failures = 3, FailingReason = Reasons.Refused, FailedAt = DateTimeOffset.UnixEpoch };
        AfterRestart(failing, down, interval: 600).ShouldBe(AfterRestart(Up, down, interval: 600));
    }

    [Fact]
    public void Daily_probe_that_was_missed_is_caught_up_within_ten_minutes_and_one_that_was_not_stays_where_it_is()
    {
        AfterRestart(Up, interval: 86_400).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(10));
        var planned = new DateTimeOffset(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);
        AfterRestart(Up, interval: 86_400, due: planned).ShouldBe(TimeSpan.FromHours(8));
    }
}
