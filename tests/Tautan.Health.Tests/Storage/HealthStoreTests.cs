using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Health.History;
using Tautan.Health.Probing;
using Tautan.Health.Recording;
using Tautan.Health.Scheduling;
using Tautan.Health.Storage;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.Storage;

public sealed class HealthStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static HealthStore Store(DatabaseRig rig) => new(rig.Databases, rig.Work, rig.Tables, new SoleShards().Join());

    private static Target Target(string url = "http://127.0.0.1:1001/")
    {
        var registry = new Registry(new SavedStates(new SteadyClock(TimeProvider.System)));
        return registry.Apply(new LinkChange(null, LinkReading.Of(Sample.Record(url)))).Added[0];
    }

    private static TargetState Full(long version) => new()
    {
        Verdict = Verdict.Down,
        Reason = Reasons.HttpStatus,
        Note = Notes.Flapping,
        Since = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_001),
        Failures = 3,
        FailedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_002),
        FailingReason = Reasons.Timeout,
        Successes = 1,
        SucceedingSince = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_003),
        Failbacks = [DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_004), DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_005)],
        Flapping = true,
        Version = version,
    };

    [Fact]
    public async Task All_of_a_state_survives_a_restart()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var store = Store(rig);
        var target = Target();
        var changes = new Changes { Shards = ShardSet.All };
        changes.Targets.Add(new TargetChange(target, TargetState.Unknown, Full(7)));
        var origin = OriginState.Unknown with { Verdict = Verdict.Down, Since = Full(1).Since, Reason = Reasons.Refused, Failures = 3, UpSince = Full(1).FailedAt, Failbacks = Full(1).Failbacks, Version = 9 };
        changes.Origins.Add(new OriginChange(target.Probe.Origin, OriginState.Unknown, origin));
        await store.SaveAsync(changes, Cancellation);

        var saved = await store.LoadAsync(new SteadyClock(TimeProvider.System), ShardSet.All, Cancellation);
        var state = saved.Take(target.Key);
        state.Failbacks.ShouldBe(Full(7).Failbacks);
        (state with { Failbacks = [] }).ShouldBe(Full(7) with { Failbacks = [] });
        var originState = saved.TakeOrigin(target.Probe.Origin.Key);
        originState.Failbacks.ShouldBe(origin.Failbacks);
        (originState with { Failbacks = [] }).ShouldBe(origin with { Failbacks = [] });
    }

    [Fact]
    public async Task Times_from_a_clock_that_was_ahead_are_not_in_the_future_after_a_restart()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var store = Store(rig);
        var target = Target();
        var ahead = DateTimeOffset.UtcNow.AddYears(1);
        var changes = new Changes { Shards = ShardSet.All };
        changes.Targets.Add(new TargetChange(target, TargetState.Unknown, Full(1) with { SucceedingSince = ahead, FailedAt = ahead, Failbacks = [ahead] }));
        await store.SaveAsync(changes, Cancellation);
        var clock = new SteadyClock(TimeProvider.System);
        var state = (await store.LoadAsync(clock, ShardSet.All, Cancellation)).Take(target.Key);
        state.SucceedingSince!.Value.ShouldBeLessThanOrEqualTo(clock.Steady);
        state.FailedAt!.Value.ShouldBeLessThanOrEqualTo(clock.Steady);
        state.Failbacks[0].ShouldBeLessThanOrEqualTo(clock.Steady);
    }

    [Fact]
    public async Task Older_state_never_overwrites_a_newer_one()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var store = Store(rig);
        var target = Target();
        foreach (var (version, reason) in new[] { (5L, "new"), (4L, "old") })
        {
            var changes = new Changes { Shards = ShardSet.All };
            changes.Targets.Add(new TargetChange(target, TargetState.Unknown, Full(version) with { Reason = reason }));
            await store.SaveAsync(changes, Cancellation);
        }

        (await store.LoadAsync(new SteadyClock(TimeProvider.System), ShardSet.All, Cancellation)).Take(target.Key).Reason.ShouldBe("new");
    }

    [Fact]
    public async Task What_comes_after_a_restart_on_a_clock_that_was_set_back_is_newer_all_the_same()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var store = Store(rig);
        var ahead = DateTimeOffset.UtcNow.AddHours(1);
        var changes = new Changes { Shards = ShardSet.All };
        changes.Runs.Add(Run(ahead));
        await store.SaveAsync(changes, Cancellation);
        var clock = new SteadyClock(TimeProvider.System);
        await store.ReachAsync(clock, Cancellation);
        Run(clock.Steady).Id.CompareTo(changes.Runs[0].Id).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Feed_says_what_was_stored_and_not_what_was_in_memory_before()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var store = Store(rig);
        var target = Target();
        await store.SaveAsync(Of(target, TargetState.Unknown, Full(1)), Cancellation);

        // Up in memory already, and that was never stored: for memory the next state says nothing new.
        var up = Full(3) with { Verdict = Verdict.Up };
        await store.SaveAsync(Of(target, up with { Version = 2 }, up), Cancellation);
        (await NextRevisionAsync(rig, target)).ShouldBe(3);
    }

    private static CheckRun Run(DateTimeOffset at)
    {
        var target = Target();
        return CheckRun.Of(target.Key, target.Workspace, new ProbeRun(target.Probe, Sample.Answer(target.Probe.Key.Url), new Moment(at, at), new Moment(at, at)), new Judgement(JudgementKind.Ok, null, null));
    }

    private static Changes Of(Target target, TargetState before, TargetState after)
    {
        var changes = new Changes { Shards = ShardSet.All };
        changes.Targets.Add(new TargetChange(target, before, after));
        return changes;
    }

    private static Task<long> NextRevisionAsync(DatabaseRig rig, Target target) =>
        rig.Work.WriteAsync((context, _) => Task.FromResult(context.Feed.Put(target.Key, new VerdictRecord())), Cancellation);

    [Fact]
    public async Task Removed_target_leaves_nothing_that_is_loaded()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var store = Store(rig);
        var target = Target();
        var changes = new Changes { Shards = ShardSet.All };
        changes.Targets.Add(new TargetChange(target, TargetState.Unknown, Full(1)));
        changes.Probes.Add(target.Probe);
        await store.SaveAsync(changes, Cancellation);
        await store.RemoveAsync(new Removals([target.Key], [], [target.Probe.Id]), Cancellation);
        var orphans = (await store.LoadAsync(new SteadyClock(TimeProvider.System), ShardSet.All, Cancellation)).TakeOrphans();
        orphans.IsEmpty.ShouldBeTrue();
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        (await db.VerdictChanges.CountAsync(Cancellation)).ShouldBe(1);
    }
}
