using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Health.Timing;

namespace Tautan.Health.Verdicts;

/// <summary>
/// The life of a target's verdict. Pure: what it is told is all it knows. Observing never turns a target down; that takes
/// a caller who has looked whether we can see at all (<see cref="TurnDown"/>).
/// </summary>
internal static class TargetMachine
{
    /// <summary>The state after a probe.</summary>
    /// <param name="state">Before.</param>
    /// <param name="rules">The target's.</param>
    /// <param name="seen">The probe.</param>
    /// <param name="originUpSince">When its origin was last announced up again (steady): failures before that were the origin's and are spent.</param>
    public static TargetState Observe(TargetState state, VerdictRules rules, Observation seen, DateTimeOffset? originUpSince = null)
    {
        if (state.Verdict == Verdict.Paused) return state;
        var next = seen.Judgement.Kind switch
        {
            JudgementKind.Ok => Succeed(state, rules, seen),
            JudgementKind.Failure => Fail(state.FailedAt <= originUpSince ? state with { Failures = 0 } : state, rules, seen),
            JudgementKind.Unseen => state,
            _ => Hide(state, rules, seen),
        };
        return next == state ? state : next with { Version = state.Version + 1 };
    }

    /// <summary>Whether enough failures were seen to turn it down.</summary>
    public static bool IsConfirmed(TargetState state, VerdictRules rules) =>
        state.Verdict is not (Verdict.Down or Verdict.Paused) && state.Failures >= rules.FailuresToConfirm;

    /// <summary>Turns it down.</summary>
    /// <param name="state">Not down and not paused.</param>
    /// <param name="rules">The target's.</param>
    /// <param name="at">Now.</param>
    /// <param name="reason">Where its own last failure has none: its origin's.</param>
    /// <param name="originFailbacks">When its origin failed back: a server that flaps does not care how we saw it.</param>
    public static TargetState TurnDown(TargetState state, VerdictRules rules, Moment at, string reason, IReadOnlyList<DateTimeOffset> originFailbacks)
    {
        var flapping = !rules.ManualFailback && (Flap.Is(state.Failbacks, at.Steady) || Flap.Is(originFailbacks, at.Steady));
        var down = state with
        {
            Verdict = Verdict.Down,
            Reason = state.FailingReason ?? reason,
            Since = at.Wall,
            Flapping = flapping,
            Version = state.Version + 1,
        };
        return down with { Note = DownNote(down, rules) };
    }

    /// <summary>Pauses it, because its links say that it must not be fetched, or for maintenance.</summary>
    public static TargetState Pause(TargetState state, Moment at, string reason = Reasons.HealthOff) => state with
    {
        Verdict = Verdict.Paused,
        Reason = reason,
        Note = null,
        Since = at.Wall,
        Version = state.Version + 1,
    };

    /// <summary>Begins anew after a pause, with nothing known: what happened meanwhile counts neither for it nor against it.</summary>
    public static TargetState Resume(TargetState state, Moment at) => TargetState.Unknown with
    {
        Since = at.Wall,
        Failbacks = state.Failbacks,
        Version = state.Version + 1,
    };

    /// <summary>Whether an operator may fail it back now.</summary>
    public static bool AwaitsFailback(TargetState state, VerdictRules rules) =>
        rules.ManualFailback && state.IsDown && state.Successes >= rules.SuccessesToRecover;

    /// <summary>Fails it back, because an operator says so.</summary>
    public static TargetState FailBack(TargetState state, Moment at) => Rise(state, at, note: null) with { Version = state.Version + 1 };

    /// <summary>When a target that is down and succeeds may be up again. Steady; null where that is not a question of time.</summary>
    public static DateTimeOffset? HoldEnds(TargetState state, VerdictRules rules) =>
        state is { IsDown: true, SucceedingSince: { } since } && !rules.ManualFailback
            ? since + (state.Flapping && rules.Hold < Flap.Quiet ? Flap.Quiet : rules.Hold)
            : null;

    private static TargetState Succeed(TargetState state, VerdictRules rules, Observation seen)
    {
        var next = state with
        {
            Failures = 0,
            FailingReason = null,
            Successes = Math.Min(state.Successes + 1, rules.SuccessesToRecover),
            SucceedingSince = state.SucceedingSince ?? seen.At.Steady,
        };
        if (next.Verdict == Verdict.Up) return next with { Note = seen.Judgement.Note };
        if (next.Verdict == Verdict.Unknown) return Rise(next, seen.At, seen.Judgement.Note) with { Failbacks = next.Failbacks };
        return next.Successes >= rules.SuccessesToRecover && HoldEnds(next, rules) <= seen.At.Steady
            ? Rise(next, seen.At, seen.Judgement.Note)
            : next with { Note = DownNote(next, rules) };
    }

    private static TargetState Fail(TargetState state, VerdictRules rules, Observation seen)
    {
        // Probes that somebody asked for between the retries tell the reason, and confirm nothing.
        var counts = seen.Confirms || state.Failures == 0 || state.FailedAt is null || seen.StartedAt - state.FailedAt >= rules.Retry;
        var next = state with
        {
            Failures = seen.Confirms ? rules.FailuresToConfirm : counts ? Math.Min(state.Failures + 1, rules.FailuresToConfirm) : state.Failures,
            FailedAt = counts ? seen.At.Steady : state.FailedAt,
            FailingReason = seen.Judgement.Reason,
            Successes = 0,
            SucceedingSince = null,
        };
        return next.IsDown ? next with { Reason = seen.Judgement.Reason, Note = DownNote(next, rules) } : next;
    }

    private static TargetState Hide(TargetState state, VerdictRules rules, Observation seen)
    {
        var next = state with { Successes = 0, SucceedingSince = null };
        return state.IsDown
            ? next with { Note = DownNote(next, rules) }
            : next with
            {
                Verdict = Verdict.Unknown,
                Reason = seen.Judgement.Reason,
                Note = null,
                Since = state.Verdict == Verdict.Unknown ? state.Since : seen.At.Wall,
                Failures = 0,
                FailingReason = null,
            };
    }

    private static TargetState Rise(TargetState state, Moment at, string? note) => state with
    {
        Verdict = Verdict.Up,
        Reason = null,
        Note = note,
        Since = at.Wall,
        Flapping = false,
        Failbacks = Flap.With(state.Failbacks, at.Steady),
    };

    private static string? DownNote(TargetState state, VerdictRules rules) => state switch
    {
        { Flapping: true } => Notes.Flapping,
        { Successes: 0 } => null,
        _ when AwaitsFailback(state, rules) => Notes.AwaitingFailback,
        _ => Notes.Holding,
    };
}
