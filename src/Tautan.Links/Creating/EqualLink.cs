using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Links.Reading;

namespace Tautan.Links.Creating;

/// <summary>The link that is there already where the caller asked for <c>findIfExists</c>: the same destinations, domain and settings.</summary>
internal static class EqualLink
{
    private const int MostCandidates = 1000;

    /// <summary>The oldest one; null: none.</summary>
    public static async Task<Link?> FindAsync(LinksDb db, Guid workspace, LinkSpec spec, CancellationToken cancellationToken)
    {
        // By the target of the first destination, which links share where all that is watched is equal; one of manual failback is nobody else's.
        var url = spec.Urls[0];
        var destinations = spec.Health.ManualFailback ? ByOrigin(db, workspace, url) : ByTarget(db, workspace, spec);
        var numbers = await destinations.Where(destination => destination.Position == 0 && destination.Url == url)
            .Join(db.Links.Where(link => link.WorkspaceId == workspace && link.DomainId == spec.Domain.Id), destination => destination.LinkNumber, link => link.Number, (_, link) => new { link.Number, link.Id })
            .OrderBy(link => link.Number)
            .Take(MostCandidates)
            .Select(link => link.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in numbers)
        {
            if (await GetLink.FindAsync(db.Links, workspace, id, cancellationToken) is { } link && spec.Describes(link))
                return link;
        }

        return null;
    }

    private static IQueryable<Destination> ByTarget(LinksDb db, Guid workspace, LinkSpec spec)
    {
        var key = VerdictFeedKeys.Target(workspace, Guid.Empty, UtmParameters.Compose(spec.Urls[0], spec.Utm), spec.Health.ToRecord()).ToArray();
        return db.Destinations.Where(destination => destination.TargetKey == key);
    }

    private static IQueryable<Destination> ByOrigin(LinksDb db, Guid workspace, string url)
    {
        var origin = VerdictFeedKeys.OriginOf(url);
        return db.Destinations.Where(destination => destination.Origin!.WorkspaceId == workspace && destination.Origin.Url == origin);
    }
}
