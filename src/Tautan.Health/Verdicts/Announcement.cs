using Tautan.Contracts.Health;

namespace Tautan.Health.Verdicts;

/// <summary>What the feed says of a state. Null: nothing, which is unknown.</summary>
internal static class Announcement
{
    public static VerdictRecord? Of(TargetState state) =>
        state.Verdict == Verdict.Unknown && state.Reason != Reasons.NotPublic ? null : Of(state.Verdict, state.Reason, state.Note, state.Since);

    public static VerdictRecord? Of(OriginState state) =>
        state.Verdict == Verdict.Unknown ? null : Of(state.Verdict, state.Reason, state.Note, state.Since);

    private static VerdictRecord Of(Verdict verdict, string? reason, string? note, DateTimeOffset? since) => new()
    {
        Verdict = verdict,
        Reason = reason ?? "",
        Note = note ?? "",
        Since = since?.ToUnixTimeMilliseconds() ?? 0,
    };
}
