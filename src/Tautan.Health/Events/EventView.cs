using Tautan.Health.Verdicts;

namespace Tautan.Health.Events;

/// <summary>An event as the outside sees it.</summary>
/// <param name="Id">Its number; of two, the later has the greater.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind"><c>verdict</c>, <c>note</c> or <c>certificate</c>.</param>
/// <param name="Scope"><c>destination</c>: a URL; <c>origin</c>: all that stands on one scheme, host and port.</param>
/// <param name="Subject">The URL, or the origin.</param>
/// <param name="Verdict">What it is now; null where the event says nothing of it.</param>
/// <param name="Previous">What it was.</param>
/// <param name="Reason">Of <c>Reasons</c>.</param>
/// <param name="Note">Of <c>Notes</c>.</param>
/// <param name="Detail">For people.</param>
/// <param name="Links">The links that have it as a destination now; at most <see cref="MostLinks"/>.</param>
/// <param name="LinkCount">How many they are.</param>
internal sealed record EventView(
    long Id,
    DateTimeOffset At,
    string Kind,
    string Scope,
    string Subject,
    string? Verdict,
    string? Previous,
    string? Reason,
    string? Note,
    string? Detail,
    IReadOnlyList<Guid> Links,
    int LinkCount)
{
    public const int MostLinks = 20;

    public static EventView Of(EventRow row, IReadOnlyList<Guid> links) => new(
        row.Id,
        row.At,
        row.Kind,
        row.IsOrigin ? "origin" : "destination",
        row.Subject,
        row.Verdict?.ToWord(),
        row.Previous?.ToWord(),
        row.Reason,
        row.Note,
        row.Detail,
        [.. links.Take(MostLinks)],
        links.Count);
}
