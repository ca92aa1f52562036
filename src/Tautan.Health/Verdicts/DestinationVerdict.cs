using Tautan.Contracts.Health;

namespace Tautan.Health.Verdicts;

/// <summary>What a destination is, by its target and its origin together.</summary>
internal sealed record DestinationVerdict(Verdict Verdict, string? Reason, string? Note, DateTimeOffset? Since)
{
    /// <param name="target">The target's state.</param>
    /// <param name="rules">The target's rules.</param>
    /// <param name="origin">Its origin's state; null where nothing is known of it.</param>
    /// <param name="blind">Nothing can be seen from here at the moment.</param>
    public static DestinationVerdict Of(TargetState target, VerdictRules rules, OriginState? origin, bool blind)
    {
        if (target.Verdict == Verdict.Paused) return new DestinationVerdict(target.Verdict, target.Reason, target.Note, target.Since);
        if (target.IsDown)
        {
            var since = origin is { IsDown: true } && origin.Since < target.Since ? origin.Since : target.Since;
            return new DestinationVerdict(Verdict.Down, target.Reason, target.Note, since);
        }

        if (origin is { IsDown: true })
            return new DestinationVerdict(Verdict.Down, origin.Reason, origin.Note, origin.Since);

        var confirming = target.IsFailing && target.Failures > 0;
        var note = confirming && TargetMachine.IsConfirmed(target, rules) && blind ? Notes.Blind : confirming ? Notes.Confirming : target.Note;
        return new DestinationVerdict(target.Verdict, target.Reason, note, target.Since);
    }
}
