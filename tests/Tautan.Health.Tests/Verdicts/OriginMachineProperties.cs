using FsCheck.Fluent;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Verdicts;

public sealed class OriginMachineProperties
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private sealed record Step(Seen Seen, DateTimeOffset At, OriginState Before, OriginState After);

    private static List<Step> Live(Seen[] story)
    {
        var at = DateTimeOffset.UnixEpoch.AddYears(50);
        var state = OriginState.Unknown;
        var steps = new List<Step>();
        foreach (var seen in story)
        {
            at = at.AddSeconds(seen.SecondsLater);
            var before = state;
            state = OriginMachine.Observe(state, seen.Contact, at, Seen.At(at));
            if (OriginMachine.IsConfirmed(state)) state = OriginMachine.TurnDown(state, Seen.At(at));
            else if (seen.What == What.Success && OriginMachine.IsRecovered(state, Hold, Seen.At(at))) state = OriginMachine.TurnUp(state, Seen.At(at));
            steps.Add(new Step(seen, at, before, state));
        }

        return steps;
    }

    private static void Holds(Func<List<Step>, bool> property) => Prop
        .ForAll(Seen.Stories, story => property(Live(story)))
        .ShouldHold(2_000);

    [Fact]
    public void Down_exactly_after_three_failures_in_a_row_at_least_ten_seconds_apart() => Holds(steps =>
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Before.IsDown || steps[i].Seen.What != What.Failure) continue;
            var run = steps.Take(i + 1).Reverse().Where(step => step.Seen.What != What.Hidden).TakeWhile(step => step.Seen.What == What.Failure).ToList();
            var confirmed = run.Count >= 3 && run[0].At - run[^1].At >= TimeSpan.FromSeconds(10);
            if (steps[i].After.IsDown != confirmed) return false;
        }

        return true;
    });

    [Fact]
    public void Only_a_failure_takes_it_down_and_only_an_answer_brings_it_up() => Holds(steps => steps.TrueForAll(step =>
        step.Before.IsDown == step.After.IsDown || step.Seen.What == (step.After.IsDown ? What.Failure : What.Success)));

    [Fact]
    public void Third_failback_within_an_hour_takes_ten_minutes_without_a_failure() => Holds(steps =>
    {
        var failbacks = new List<DateTimeOffset>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].After.IsDown || !steps[i].Before.IsDown) continue;
            var fell = steps.Take(i).Last(step => step.After.IsDown && !step.Before.IsDown).At;
            var failed = steps.Take(i).Last(step => step.Seen.What == What.Failure).At;
            if (failbacks.Count(at => fell - at <= TimeSpan.FromHours(1)) >= 2 && steps[i].At - failed < TimeSpan.FromMinutes(10)) return false;
            failbacks.Add(steps[i].At);
        }

        return true;
    });
}
