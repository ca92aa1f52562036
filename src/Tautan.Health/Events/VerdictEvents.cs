using Tautan.Contracts.Health;
using Tautan.Health.Recording;

namespace Tautan.Health.Events;

/// <summary>What changes of verdicts are told as.</summary>
internal static class VerdictEvents
{
    /// <param name="change">The change.</param>
    /// <param name="previous">What was written before: between the two there may be changes that no disk took.</param>
    /// <param name="at">When it became so.</param>
    public static HealthEvent Of(TargetChange change, Verdict previous, DateTimeOffset at) => new()
    {
        Kind = EventKinds.Verdict,
        At = at,
        Key = change.Target.Key,
        Workspace = change.Target.Workspace,
        Subject = change.Target.Probe.Key.Url,
        Verdict = change.After.Verdict,
        Previous = previous,
        Reason = change.After.Reason,
        Note = change.After.Note,
    };

    /// <inheritdoc cref="Of(TargetChange, Verdict, DateTimeOffset)"/>
    public static HealthEvent Of(OriginChange change, Verdict previous, DateTimeOffset at) => new()
    {
        Kind = EventKinds.Verdict,
        At = at,
        Key = change.Origin.Key,
        Workspace = change.Origin.Workspace,
        Subject = change.Origin.Name,
        Verdict = change.After.Verdict,
        Previous = previous,
        Reason = change.After.Reason,
        Note = change.After.Note,
    };
}
