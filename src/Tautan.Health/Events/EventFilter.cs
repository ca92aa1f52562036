using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Health.Targets;

namespace Tautan.Health.Events;

/// <summary>Which events somebody asks for.</summary>
/// <param name="Workspace">Whose.</param>
/// <param name="Kind">Of <see cref="EventKinds"/>; null: all.</param>
/// <param name="Link">Only what is about its destinations; null: all.</param>
internal sealed record EventFilter(Guid Workspace, string? Kind, WatchedLink? Link)
{
    public IQueryable<EventRow> Apply(IQueryable<EventRow> rows)
    {
        rows = rows.AsNoTracking().Where(row => row.WorkspaceId == Workspace || row.WorkspaceId == null);
        if (Kind is { } kind) rows = rows.Where(row => row.Kind == kind);
        if (Link is not { } link) return rows;
        var keys = KeysOf(link).Distinct().ToList();
        return rows.Where(row => keys.Contains(row.Key));
    }

    private static IEnumerable<Guid> KeysOf(WatchedLink link)
    {
        foreach (var destination in link.AllDestinations)
        {
            var origin = VerdictFeedKeys.OriginOf(destination.Url);
            yield return destination.Target.ToGuid();
            yield return VerdictFeedKeys.PublicOrigin(origin).ToGuid();
            yield return VerdictFeedKeys.PrivateOrigin(link.Workspace, origin).ToGuid();
        }
    }
}
