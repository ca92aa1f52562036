using Tautan.Contracts.Health;
using Tautan.Health.Recording;
using Tautan.Health.Verdicts;

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

    /// <summary>What is to be doubted of a success, or is not any more; null: nothing of that changed.</summary>
    /// <param name="change">The change.</param>
    /// <param name="at">When it was seen.</param>
    public static HealthEvent? OfDoubt(TargetChange change, DateTimeOffset at)
    {
        var (before, after) = (Doubt(change.Before), Doubt(change.After));
        return before == after || change.IsVerdictChanged ? null : new HealthEvent
        {
            Kind = EventKinds.Note,
            At = at,
            Key = change.Target.Key,
            Workspace = change.Target.Workspace,
            Subject = change.Target.Probe.Key.Url,
            Verdict = change.After.Verdict,
            Previous = change.Before.Verdict,
            Note = after,
            Detail = after is null ? $"It is not {before} any more." : null,
        };
    }

    private static string? Doubt(TargetState state) => state.Note is { } note && Notes.CanFail.Contains(note) ? note : null;

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
