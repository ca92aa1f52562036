using Tautan.Contracts.Health;
using Tautan.Health.Timing;

namespace Tautan.Health.Verdicts;

/// <summary>The life of an origin's verdict. Pure, and as with targets, observing alone changes no verdict.</summary>
internal static class OriginMachine
{
    public const int FailuresToConfirm = 3;
    public const int SuccessesToRecover = 2;

    /// <summary>The first and the last failure are at least so far apart: a burst of probes is one look, not three.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    // A target is not told before its origin for a moment's sake: a request that was cut off as the server died is no
    // failure of the origin, and so the target's own three are complete a little earlier.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The state after a probe of any of its URLs.</summary>
    /// <param name="state">Before.</param>
    /// <param name="contact">What the probe said.</param>
    /// <param name="beganAt">When the probe began. Steady.</param>
    /// <param name="at">When it ended.</param>
    public static OriginState Observe(OriginState state, Contact contact, DateTimeOffset beganAt, Moment at)
    {
        // What was asked before the first failure was, and answered after it, says nothing of what came later.
        if (contact.Kind != ContactKind.Failed && beganAt < state.FirstFailureBeganAt) return state;

        var next = contact.Kind switch
        {
            ContactKind.Failed => Fail(state, contact.Reason, beganAt, at),
            ContactKind.Reached => Reach(state),
            ContactKind.Answered => Reach(state) with
            {
                Successes = Math.Min(state.Successes + 1, SuccessesToRecover),
                SucceedingSince = state.SucceedingSince ?? at.Steady,
                Note = state is { IsDown: true, Flapping: false } ? Notes.Holding : state.Note,
            },
            _ => state,
        };
        return next == state ? state : next with { Version = state.Version + 1 };
    }

    public static bool IsConfirmed(OriginState state) =>
        !state.IsDown && state.Failures >= FailuresToConfirm && state.LastFailureAt - state.FirstFailureAt >= Apart;

    /// <summary>Whether it is confirmed by the next failure if that comes at <see cref="ConfirmableAt"/>, and that is less than a second away.</summary>
    public static bool IsNearlyConfirmed(OriginState state) =>
        !state.IsDown && state.Failures >= FailuresToConfirm && !IsConfirmed(state) && state.LastFailureAt - state.FirstFailureAt > Apart - Patience;

    /// <summary>From when on a failure may confirm it. Steady; null while nothing fails.</summary>
    public static DateTimeOffset? ConfirmableAt(OriginState state) => state.FirstFailureAt + Apart;

    public static OriginState TurnDown(OriginState state, Moment at)
    {
        var flapping = Flap.Is(state.Failbacks, at.Steady);
        return state with
        {
            Verdict = Verdict.Down,
            Reason = state.FailingReason,
            Note = flapping ? Notes.Flapping : null,
            Since = at.Wall,
            Flapping = flapping,
            Version = state.Version + 1,
        };
    }

    /// <summary>When an origin that is down and answers may be up again. Steady.</summary>
    /// <param name="state">The origin's.</param>
    /// <param name="hold">The shortest hold among its targets.</param>
    public static DateTimeOffset? HoldEnds(OriginState state, TimeSpan hold) =>
        state is { IsDown: true, SucceedingSince: { } since }
            ? since + (state.Flapping && hold < Flap.Quiet ? Flap.Quiet : hold)
            : null;

    public static bool IsRecovered(OriginState state, TimeSpan hold, Moment at) =>
        state.Successes >= SuccessesToRecover && HoldEnds(state, hold) <= at.Steady;

    public static OriginState TurnUp(OriginState state, Moment at) => state with
    {
        Verdict = Verdict.Up,
        Reason = null,
        Note = null,
        Since = at.Wall,
        UpSince = at.Steady,
        Flapping = false,
        Failbacks = Flap.With(state.Failbacks, at.Steady),
        Version = state.Version + 1,
    };

    private static OriginState Fail(OriginState state, string? reason, DateTimeOffset beganAt, Moment at) => state with
    {
        Failures = Math.Min(state.Failures + 1, FailuresToConfirm),
        FirstFailureAt = state.Failures == 0 ? at.Steady : state.FirstFailureAt,
        FirstFailureBeganAt = state.Failures == 0 ? beganAt : state.FirstFailureBeganAt,
        LastFailureAt = at.Steady,
        FailingReason = reason,
        Successes = 0,
        SucceedingSince = null,
        Note = state is { IsDown: true, Flapping: false } ? null : state.Note,
    };

    // A wait for a first byte breaks a series of failures (the connection stood) and makes nobody well.
    private static OriginState Reach(OriginState state) => state with
    {
        Failures = 0,
        FirstFailureAt = null,
        FirstFailureBeganAt = null,
        LastFailureAt = null,
        FailingReason = null,
    };
}
