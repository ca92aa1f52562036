using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Events;

/// <summary>Writes events in the commit of what they tell of.</summary>
internal static class EventLog
{
    /// <summary>Appends. The row that numbers them stays locked until the commit: with several processes, too, a greater number never becomes visible before a smaller one.</summary>
    public static async Task AppendAsync(WriteContext<HealthDb> context, IReadOnlyCollection<HealthEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0) return;
        var counter = context.Db.EventCounters.Where(row => row.Id == EventCounterRow.OnlyId);
        await counter.ExecuteUpdateAsync(update => update.SetProperty(row => row.Last, row => row.Last + events.Count), cancellationToken);
        var number = await counter.Select(row => row.Last).SingleAsync(cancellationToken) - events.Count;
        context.Db.Events.AddRange(events.Select(happened => Row(++number, happened)));
    }

    private static EventRow Row(long id, HealthEvent happened) => new()
    {
        Id = id,
        At = happened.At,
        Key = happened.Key.ToGuid(),
        WorkspaceId = happened.Workspace,
        IsOrigin = happened.Key.Kind == VerdictFeedKeys.OriginKind,
        Kind = happened.Kind,
        Subject = happened.Subject,
        Verdict = happened.Verdict,
        Previous = happened.Previous,
        Reason = happened.Reason,
        Note = happened.Note,
        Detail = happened.Detail,
    };
}
