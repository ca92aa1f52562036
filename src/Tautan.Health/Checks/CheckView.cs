using Tautan.Health.History;
using Tautan.Health.Probing;
using Tautan.Health.Storage;

namespace Tautan.Health.Checks;

/// <summary>A check, or equal successes in a row, as the outside sees it.</summary>
/// <param name="At">When the first began.</param>
/// <param name="Until">When the last began.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Destination">The id of the link's destination.</param>
/// <param name="Ok">Whether it spoke for the destination.</param>
/// <param name="Reason">Of <c>Reasons</c>.</param>
/// <param name="Note">Of <c>Notes</c>.</param>
/// <param name="Status">Of the last answer.</param>
/// <param name="Hops">The requests, where it was redirected.</param>
/// <param name="TimingsMs">Of the last one, in milliseconds.</param>
internal sealed record CheckView(
    DateTimeOffset At,
    DateTimeOffset Until,
    int Count,
    Guid Destination,
    bool Ok,
    string? Reason,
    string? Note,
    int? Status,
    IReadOnlyList<CheckHop> Hops,
    TimingsView TimingsMs)
{
    public static CheckView Of(CheckRow row, Guid destination) => new(
        row.At,
        row.Until,
        row.Count,
        destination,
        row.Ok,
        row.Reason,
        row.Note,
        row.Status,
        row.ReadHops(),
        TimingsView.Of(new ProbeTimings(row.DnsMs, row.ConnectMs, row.TlsMs, row.FirstByteMs, row.TotalMs)));

    public static CheckView Of(CheckRun run, Guid destination) => new(
        run.At, run.Until, run.Count, destination, run.Ok, run.Reason, run.Note, run.Status, run.Hops, TimingsView.Of(run.Timings));
}
