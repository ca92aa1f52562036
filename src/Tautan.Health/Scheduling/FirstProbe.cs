using Tautan.Contracts.Health;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Scheduling;

/// <summary>When a probe that has just come into memory is to be made.</summary>
internal static class FirstProbe
{
    // A link that is probed once a day must not wait for another day because Health was not there at its moment.
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(10);

    // Within it, everything that a dead process watched has been looked at again.
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(10);

    /// <summary>What was never probed at once; the rest as it was planned, and what was missed spread over the interval. Null: none of its links can redirect.</summary>
    /// <param name="probe">With its targets and origin, in the registry's lock.</param>
    /// <param name="now">Steady.</param>
    /// <param name="wall">By the clock on the wall, for expiry.</param>
    /// <param name="isTakenOver">Who watched it has just died: that it was missed is not known, and it is not waited for its place.</param>
    public static DateTimeOffset? At(Probe probe, DateTimeOffset now, DateTimeOffset wall, bool isTakenOver = false)
    {
        if (Planned(probe, now, wall) is not { } planned) return null;
        return isTakenOver && now + Phase.Within(probe.Id, TakeOver) is var soon && soon < planned ? soon : planned;
    }

    private static DateTimeOffset? Planned(Probe probe, DateTimeOffset now, DateTimeOffset wall)
    {
        if (probe.IntervalAt(wall) is not { } interval) return null;
        if (probe.Due == default || probe.Targets.Any(target => target.State.Reason == Reasons.NotProbed)) return now;

        var waits = probe.Targets.Where(target => Waits(target, probe.Origin.State)).ToList();
        if (waits.Count > 0) return now + Phase.Within(probe.Id, waits.Min(target => target.Rules.Retry));
        if (interval <= LongestCatchUp) return Phase.Next(probe.Id, interval, now);
        return probe.Due > now && probe.Due <= now + interval ? probe.Due : now + Phase.Within(probe.Id, LongestCatchUp);
    }

    // What its origin is down for has nothing to confirm; there may be thousands of those.
    private static bool Waits(Target target, OriginState origin) => target.State.IsDown
        ? target.State.Successes > 0
        : target.State.Failures > 0 && !(origin.IsDown && TargetMachine.IsConfirmed(target.State, target.Rules));
}
