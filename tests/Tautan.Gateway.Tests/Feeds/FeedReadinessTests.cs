using Microsoft.Extensions.Time.Testing;
using Tautan.Gateway.Feeds;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Tests.Feeds;

public sealed class FeedReadinessTests
{
    private static readonly FeedStatus Nothing = new(FeedPosition.None, 0, false, null, null, 0, 0, 0, 0, null, null);
    private readonly FakeTimeProvider _time = new();
    private FeedStatus _status = Nothing;

    [Fact]
    public void A_feed_may_be_silent_for_ten_seconds()
    {
        var check = new FeedReadiness("links", () => _status, _time);
        _status = Nothing with { LastHeard = _time.GetUtcNow(), Entries = 3, Position = new FeedPosition("epoch", 7) };
        _time.Advance(TimeSpan.FromSeconds(10));
        check.Check().ShouldBe(Readiness.Ready);
        _time.Advance(TimeSpan.FromSeconds(1));
        var readiness = check.Check();
        readiness.Status.ShouldBe(ReadyStatus.Degraded);
        readiness.Reasons.ShouldBe(["stale: links not heard for 11 s; 3 at revision 7"]);
    }

    [Fact]
    public void A_feed_that_was_never_heard_is_stale_after_as_long()
    {
        var check = new FeedReadiness("verdicts", () => _status, _time);
        check.Check().Status.ShouldBe(ReadyStatus.Ready);
        _time.Advance(TimeSpan.FromSeconds(11));
        check.Check().Reasons.ShouldBe(["stale: verdicts not heard since the start; 0 at revision 0"]);
    }

    [Fact]
    public void Without_any_copy_of_links_a_gateway_fails_and_with_an_old_one_it_does_not()
    {
        var check = new FeedReadiness("links", () => _status, _time, isNeeded: true);
        check.Check().Status.ShouldBe(ReadyStatus.Failing);
        check.Check().Reasons.ShouldHaveSingleItem().ShouldStartWith("no_copy: links were never heard");
        _status = Nothing with { Position = new FeedPosition("epoch", 7), Entries = 3 };
        check.Check().ShouldBe(Readiness.Ready);
        _time.Advance(TimeSpan.FromHours(1));
        check.Check().Status.ShouldBe(ReadyStatus.Degraded);
    }

    [Fact]
    public void What_is_held_back_is_said_with_the_way_out()
    {
        _status = Nothing with { LastHeard = _time.GetUtcNow(), Held = new HeldSnapshot("epoch", 7, 900, 1000) };
        var readiness = new FeedReadiness("links", () => _status, _time).Check();
        readiness.Status.ShouldBe(ReadyStatus.Degraded);
        readiness.Reasons.ShouldHaveSingleItem().ShouldBe("held_back: a snapshot of links would remove 900 of 1000; tautan gateway accept lets it through");
    }

    [Fact]
    public void A_damaged_copy_and_a_full_disk_are_said()
    {
        _status = Nothing with { LastHeard = _time.GetUtcNow(), Damaged = "/data/links.base.damaged", DiskProblem = "No space left on device" };
        var reasons = new FeedReadiness("links", () => _status, _time).Check().Reasons;
        reasons.ShouldBe(["damaged: the copy of links was put aside as /data/links.base.damaged", "disk: the copy of links falls behind: No space left on device"]);
    }
}
