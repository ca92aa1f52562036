using FsCheck;
using FsCheck.Fluent;
using Tautan.Contracts.Health;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Verdicts;

public sealed class TargetMachineProperties
{
    private static readonly Arbitrary<VerdictRules> AnyRules = (
        from failures in Gen.Choose(1, 5)
        from retry in Gen.Choose(1, 10)
        from successes in Gen.Choose(1, 5)
        from hold in Gen.Elements(0, 30, 120)
        from manual in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new VerdictRules(failures, TimeSpan.FromSeconds(retry), successes, TimeSpan.FromSeconds(hold), manual)).ToArbitrary();

    private sealed record Step(Seen Seen, DateTimeOffset At, TargetState Before, TargetState After);

    private static List<Step> Live(VerdictRules rules, Seen[] story)
    {
        var at = DateTimeOffset.UnixEpoch.AddYears(50);
        var state = TargetState.Unknown;
        var steps = new List<Step>();
        foreach (var seen in story)
        {
            at = at.AddSeconds(seen.SecondsLater);
            var before = state;
            state = TargetMachine.Observe(state, rules, new Observation(at, Seen.At(at), seen.Judgement));
            if (TargetMachine.IsConfirmed(state, rules)) state = TargetMachine.TurnDown(state, rules, Seen.At(at), "refused", []);
            steps.Add(new Step(seen, at, before, state));
        }

        return steps;
    }

    private static void Holds(Func<VerdictRules, List<Step>, bool> property) => Prop
        .ForAll(AnyRules, Seen.Stories, (rules, story) => property(rules, Live(rules, story)))
        .ShouldHold(2_000);

    [Fact]
    public void Never_down_with_fewer_failures_in_a_row_than_confirm() => Holds((rules, steps) =>
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (!steps[i].After.IsDown || steps[i].Before.IsDown) continue;
            var run = steps.Take(i + 1).Reverse().TakeWhile(step => step.Seen.What == What.Failure).Reverse().ToList();

            // The longest series of these that are far enough apart.
            var counted = 0;
            DateTimeOffset? last = null;
            foreach (var step in run.Where(step => last is null || step.At - last >= rules.Retry))
            {
                counted++;
                last = step.At;
            }

            if (counted < rules.FailuresToConfirm) return false;
        }

        return true;
    });

    [Fact]
    public void Held_down_is_never_replaced_by_unknown() =>
        Holds((_, steps) => steps.TrueForAll(step => !step.Before.IsDown || step.After.Verdict is Verdict.Down or Verdict.Up));

    [Fact]
    public void Up_again_only_after_enough_successes_and_an_unbroken_hold() => Holds((rules, steps) =>
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].After.Verdict != Verdict.Up || !steps[i].Before.IsDown) continue;
            var run = steps.Take(i + 1).Reverse().TakeWhile(step => step.Seen.What == What.Success).ToList();
            if (rules.ManualFailback || run.Count < rules.SuccessesToRecover || run[0].At - run[^1].At < rules.Hold) return false;
        }

        return true;
    });

    [Fact]
    public void Third_failback_within_an_hour_takes_ten_minutes_of_unbroken_success() => Holds((_, steps) =>
    {
        var failbacks = new List<(DateTimeOffset At, TimeSpan Quiet)>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].After.Verdict != Verdict.Up || !steps[i].Before.IsDown) continue;
            var run = steps.Take(i + 1).Reverse().TakeWhile(step => step.Seen.What == What.Success).ToList();
            var fell = steps.Take(i).Last(step => step.After.IsDown && !step.Before.IsDown).At;
            if (failbacks.Count(failback => fell - failback.At <= TimeSpan.FromHours(1)) >= 2 && run[0].At - run[^1].At < TimeSpan.FromMinutes(10)) return false;
            failbacks.Add((steps[i].At, run[0].At - run[^1].At));
        }

        return true;
    });

    [Fact]
    public void Dead_destination_is_always_left() => Holds((rules, steps) =>
    {
        // Leaving is never withheld: enough failures in a row, each its retry after the one before, always end in down.
        var far = steps.Select((step, i) => step.Seen.What == What.Failure && (i == 0 || step.At - steps[i - 1].At >= rules.Retry)).ToList();
        for (var i = rules.FailuresToConfirm - 1; i < steps.Count; i++)
        {
            if (Enumerable.Range(i - rules.FailuresToConfirm + 1, rules.FailuresToConfirm).All(j => far[j]) && !steps[i].After.IsDown) return false;
        }

        return true;
    });

    [Fact]
    public void Same_story_always_ends_in_the_same_state() => Prop
        .ForAll(AnyRules, Seen.Stories, (rules, story) => Live(rules, story).Select(step => step.After.Verdict).SequenceEqual(Live(rules, story).Select(step => step.After.Verdict)))
        .ShouldHold();

    [Fact]
    public void Steady_success_changes_nothing_that_would_have_to_be_written() => Holds((rules, steps) =>
    {
        if (steps.Count == 0 || steps[^1].After.Verdict != Verdict.Up) return true;
        var state = steps[^1].After;
        var at = steps[^1].At;
        for (var i = 0; i < rules.SuccessesToRecover; i++)
            state = TargetMachine.Observe(state, rules, new Observation(at, Seen.At(at = at.AddSeconds(60)), new Seen(What.Success, 0).Judgement));
        return ReferenceEquals(state, TargetMachine.Observe(state, rules, new Observation(at, Seen.At(at.AddSeconds(60)), new Seen(What.Success, 0).Judgement)));
    });
}
