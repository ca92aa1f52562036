using Tautan.Contracts.Health;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Scheduling;

/// <summary>When a probe is to be made again: regularly, or sooner where a verdict waits for it.</summary>
internal static class NextProbe
{
    /// <summary>After a probe was made and taken in. Null: none of its links can redirect.</summary>
    /// <param name="run">Of a probe with its targets and origin, in the registry's lock.</param>
    /// <param name="wall">By the clock on the wall, for expiry.</param>
    public static DateTimeOffset? After(ProbeRun run, DateTimeOffset wall)
    {
        var (probe, start, end) = (run.Probe, run.StartedAt.Steady, run.EndedAt.Steady);
        if (probe.IntervalAt(wall) is not { } interval) return null;
        var next = Phase.Next(probe.Id, interval, start);
        foreach (var target in probe.Targets)
        {
            if (Sooner(target.State, target.Rules, probe.Origin.State, end) is { } sooner && sooner < next) next = sooner;
        }

        if (probe.Origin.Pilot == probe && OfOrigin(probe, end) is { } forOrigin && forOrigin < next) next = forOrigin;
        var earliest = end + RetryAfter.Postpones(run.Result);
        return next < earliest ? earliest : next;
    }

    private static DateTimeOffset? Sooner(TargetState state, VerdictRules rules, OriginState origin, DateTimeOffset end)
    {
        if (state.Verdict == Verdict.Paused) return null;
        if (state is { IsDown: false, Failures: > 0 })
        {
            // Confirmed and still not down: its origin is down for it or will be in a moment, or nothing can be seen and it is asked again.
            if (state.Failures < rules.FailuresToConfirm) return end + rules.Retry;
            if (origin.IsDown) return null;
            return OriginMachine.IsNearlyConfirmed(origin) && OriginMachine.ConfirmableAt(origin) is { } at && at > end ? at : end + rules.Retry;
        }

        if (!state.IsDown || state.Successes == 0) return null;
        if (rules.ManualFailback && state.Successes >= rules.SuccessesToRecover) return null;
        return Later(state.Successes < rules.SuccessesToRecover ? null : TargetMachine.HoldEnds(state, rules), end, rules.Retry);
    }

    private static DateTimeOffset? OfOrigin(Probe probe, DateTimeOffset end)
    {
        var state = probe.Origin.State;
        if (!state.IsDown || state.Successes == 0) return null;
        var retry = probe.Targets.Where(target => !target.IsPaused).Select(target => target.Rules.Retry).DefaultIfEmpty(TimeSpan.FromSeconds(5)).Min();
        return Later(state.Successes < OriginMachine.SuccessesToRecover ? null : OriginMachine.HoldEnds(state, probe.Origin.Hold), end, retry);
    }

    private static DateTimeOffset Later(DateTimeOffset? at, DateTimeOffset end, TimeSpan retry) => at > end ? at.Value : end + retry;
}
