using Microsoft.EntityFrameworkCore;
using Tautan.Health.Targets;

namespace Tautan.Health.Events;

/// <summary>Reads events for a workspace.</summary>
internal sealed class EventReader(IDbContextFactory<HealthDb> databases, LinkTable links)
{
    /// <summary>Events older than one, the newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those with a smaller number; null: from the newest.</param>
    /// <param name="limit">How many at most; 1 or more.</param>
    /// <param name="cancellationToken">The request's.</param>
    public async Task<EventPage> BackwardsAsync(EventFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        var items = new List<EventView>();
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var query = filter.Apply(db.Events);
            if (before is { } end) query = query.Where(row => row.Id < end);
            var rows = await query.OrderByDescending(row => row.Id).Take(limit + 1).ToListAsync(cancellationToken);
            items.AddRange(Views(rows, filter));
            if (items.Count > limit) return new EventPage(items[..limit], EventCursor(items[limit - 1]));
            if (rows.Count <= limit) return new EventPage(items, null);
            before = rows[^1].Id;
        }
    }

    /// <summary>Events newer than one, the oldest first, and up to where was looked.</summary>
    public async Task<(IReadOnlyList<EventView> Items, long Reached)> ForwardsAsync(EventFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await filter.Apply(db.Events).Where(row => row.Id > after).OrderBy(row => row.Id).Take(limit).ToListAsync(cancellationToken);
        return ([.. Views(rows, filter)], rows.Count == 0 ? after : rows[^1].Id);
    }

    /// <summary>The number of the newest event; 0: there was none.</summary>
    public async Task<long> LastAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.EventCounters.Select(row => row.Last).SingleAsync(cancellationToken);
    }

    private static string EventCursor(EventView last) => last.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // The origin of a public address is every workspace's; who has no link there is told nothing of it.
    private IEnumerable<EventView> Views(List<EventRow> rows, EventFilter filter)
    {
        if (rows.Count == 0) return [];
        var affected = AffectedLinks.Of(rows, links.List(), filter.Workspace);
        return rows
            .Where(row => row.WorkspaceId is not null || affected.ContainsKey(row.Key))
            .Select(row => EventView.Of(row, affected.GetValueOrDefault(row.Key) ?? []));
    }
}
