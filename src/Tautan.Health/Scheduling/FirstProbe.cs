using Tautan.Contracts.Health;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Scheduling;

/// <summary>When a probe that has just come into memory is to be made.</summary>
internal static class FirstProbe
{
    // A link that is probed once a day must not wait for another day because Health was not there at its moment.
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(10);

    /// <summary>What was never probed at once; the rest as it was planned, and what was missed spread over the interval. Null: none of its links can redirect.</summary>
    public static DateTimeOffset? At(Probe probe, DateTimeOffset now, DateTimeOffset wall)
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
