namespace Tautan.Health.Probing;

internal enum JudgementKind
{
    Ok,
    Failure,

    /// <summary>It may not be fetched: the verdict is unknown.</summary>
    NotPublic,

    /// <summary>Nothing was seen of it: its verdict stands still.</summary>
    Unseen,
}

/// <summary>What a probe means for one target.</summary>
/// <param name="Kind">Whether it speaks for or against the target, or not at all.</param>
/// <param name="Reason">Of <c>Reasons</c>; null exactly when it is ok.</param>
/// <param name="Note">Of <c>Notes</c>; null where there is none.</param>
internal sealed record Judgement(JudgementKind Kind, string? Reason, string? Note)
{
    public static readonly Judgement Ok = new(JudgementKind.Ok, null, null);

    public static Judgement OkWith(string note) => new(JudgementKind.Ok, null, note);

    public static Judgement Failure(string reason) => new(JudgementKind.Failure, reason, null);

    public static Judgement Unseen(string reason) => new(JudgementKind.Unseen, reason, null);

    public static Judgement NotPublic(string reason) => new(JudgementKind.NotPublic, reason, null);
}
