using Tautan.Contracts.Links;

namespace Tautan.Health.Verdicts;

/// <summary>How many probes it takes to change a target's verdict, and how far apart they are.</summary>
/// <param name="FailuresToConfirm">1 to 10.</param>
/// <param name="Retry">From the end of a failure to the start of the next probe; 1 to 300 s.</param>
/// <param name="SuccessesToRecover">1 to 10.</param>
/// <param name="Hold">How long success must be unbroken before a target is up again; 0 to 86,400 s.</param>
/// <param name="ManualFailback">An operator, and not the hold, says when it is up again.</param>
internal sealed record VerdictRules(int FailuresToConfirm, TimeSpan Retry, int SuccessesToRecover, TimeSpan Hold, bool ManualFailback)
{
    /// <summary>The rules of a link. Links lets nothing out of bounds through; should it arrive, the nearest bound is taken.</summary>
    public static VerdictRules Of(HealthRecord health) => new(
        Math.Clamp(health.FailuresToConfirm, 1, 10),
        TimeSpan.FromSeconds(Math.Clamp(health.RetrySeconds, 1, 300)),
        Math.Clamp(health.SuccessesToRecover, 1, 10),
        TimeSpan.FromSeconds(Math.Clamp(health.FailbackHoldSeconds, 0, 86_400)),
        health.ManualFailback);
}
