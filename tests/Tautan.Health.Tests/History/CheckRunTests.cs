using Tautan.Contracts.Health;
using Tautan.Health.History;
using Tautan.Health.Probing;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Timing;

namespace Tautan.Health.Tests.History;

public sealed class CheckRunTests
{
    private const string Url = "http://127.0.0.1:1001/";
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static CheckRun Check(int minute, ProbeResult? result = null, Judgement? judgement = null)
    {
        var at = Start.AddMinutes(minute);
        var probe = new Probe(new ProbeKey(Sample.Workspace, Url, TimeSpan.FromSeconds(10)));
        var run = new ProbeRun(probe, result ?? Sample.Answer(Url, took: TimeSpan.FromMilliseconds(minute)), new Moment(at, at), new Moment(at, at));
        return CheckRun.Of(VerdictFeedKeys.PublicOrigin(Url), Sample.Workspace, run, judgement ?? Judgement.Ok);
    }

    [Fact]
    public void Equal_successes_in_a_row_are_one_run_with_the_timings_of_the_last()
    {
        var run = Check(0).With(Check(1))!.With(Check(2))!;
        run.At.ShouldBe(Start);
        run.Until.ShouldBe(Start.AddMinutes(2));
        run.Count.ShouldBe(3);
        run.Timings.Total.ShouldBe(2);
    }

    [Fact]
    public void Clock_on_the_wall_that_was_set_back_begins_another_run_or_shortens_this_one()
    {
        Check(5).With(Check(0)).ShouldBeNull();
        Check(0).With(Check(5))!.With(Check(3))!.Until.ShouldBe(Start.AddMinutes(3));
    }

    [Fact]
    public void Run_ends_with_its_period()
    {
        Check(0).With(Check(359))!.Count.ShouldBe(2);
        Check(0).With(Check(360)).ShouldBeNull();
    }

    [Fact]
    public void Failures_are_each_a_row()
    {
        var failure = Check(1, Sample.Fail(Url), Judgement.Failure(Reasons.Refused));
        Check(0).With(failure).ShouldBeNull();
        failure.With(failure).ShouldBeNull();
        failure.With(Check(2)).ShouldBeNull();
    }

    [Fact]
    public void Successes_that_differ_are_two_runs()
    {
        Check(0).With(Check(1, Sample.Answer(Url, 204))).ShouldBeNull();
        Check(0).With(Check(1, judgement: Judgement.OkWith(Notes.Restricted))).ShouldBeNull();
        var redirected = Sample.Answer(Url) with
        {
            Hops = [new ProbeHop(Url, 302, ProbeFailure.None, null), new ProbeHop(Url + "x", 200, ProbeFailure.None, null)],
        };
        Check(0).With(Check(1, redirected)).ShouldBeNull();
        Check(0, redirected).With(Check(1, redirected))!.Hops.Count.ShouldBe(2);
    }

    [Fact]
    public void Newer_runs_have_greater_ids()
    {
        var ids = Enumerable.Range(0, 100).Select(minute => Check(minute).Id).ToList();
        ids.ShouldBe(ids.Order());
    }
}
