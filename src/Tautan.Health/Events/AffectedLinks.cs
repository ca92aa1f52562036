using Tautan.Contracts.Health;
using Tautan.Health.Targets;

namespace Tautan.Health.Events;

/// <summary>Finds the links that events are about, as the links are now.</summary>
internal static class AffectedLinks
{
    /// <returns>By the id of the event's key; nothing where no link of the workspace has it.</returns>
    public static IReadOnlyDictionary<Guid, List<Guid>> Of(IReadOnlyList<EventRow> events, IEnumerable<WatchedLink> links, Guid workspace)
    {
        var found = new Dictionary<Guid, List<Guid>>();
        var targets = events.Where(row => !row.IsOrigin).Select(row => row.Key).ToHashSet();
        var origins = events.Where(row => row.IsOrigin).Select(row => (row.Subject, row.Key)).Distinct().ToLookup(pair => pair.Subject, pair => pair.Key);
        if (events.Count == 0) return found;
        foreach (var link in links.Where(link => link.Workspace == workspace))
        {
            foreach (var destination in link.AllDestinations)
            {
                if (targets.Contains(destination.Target.ToGuid())) Add(found, destination.Target.ToGuid(), link.Id);
                if (origins.Count == 0) continue;
                foreach (var key in origins[VerdictFeedKeys.OriginOf(destination.Url)]) Add(found, key, link.Id);
            }
        }

        return found;
    }

    // Links come one after another: what was added last is the only one that may be there already.
    private static void Add(Dictionary<Guid, List<Guid>> found, Guid key, Guid link)
    {
        if (!found.TryGetValue(key, out var links)) found.Add(key, links = []);
        if (links.Count == 0 || links[^1] != link) links.Add(link);
    }
}
