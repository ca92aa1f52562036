using Tautan.Contracts.Health;
using Tautan.Health.Timing;

namespace Tautan.Health.Verdicts;

/// <summary>
/// Before an origin is announced up, those of its targets that would not be up by themselves are announced down, or
/// their links would fail back with the origin.
/// </summary>
internal static class OriginRecovery
{
    /// <summary>Whether a target stays down when its origin is announced up.</summary>
    /// <param name="state">The target's.</param>
    /// <param name="rules">The target's.</param>
    /// <param name="origin">The origin, still down.</param>
    /// <param name="originHold">The shortest hold among its targets.</param>
    /// <param name="at">Now.</param>
    public static bool StaysDown(TargetState state, VerdictRules rules, OriginState origin, TimeSpan originHold, Moment at)
    {
        if (state.Verdict is Verdict.Down or Verdict.Paused || state.Reason == Reasons.NotPublic) return false;
        if (rules.ManualFailback || rules.Hold > originHold) return true;

        // What failed while the origin was away failed for that reason; only what failed since it answers again still fails.
        if (state.IsFailing && state.FailedAt >= origin.SucceedingSince) return true;
        return !origin.Flapping && Flap.Is(state.Failbacks, at.Steady);
    }
}
