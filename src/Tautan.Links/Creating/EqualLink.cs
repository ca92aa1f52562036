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
        var candidates = spec.Health.ManualFailback
            ? db.Links.Where(link => link.Destinations.Any(destination => destination.Origin!.Url == VerdictFeedKeys.OriginOf(spec.Urls[0]) && destination.WorkspaceId == workspace && destination.Url == spec.Urls[0]))
            : ByTarget(db, workspace, spec);
        var numbers = await candidates.Where(link => link.WorkspaceId == workspace && link.DomainId == spec.Domain.Id)
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

    private static IQueryable<Link> ByTarget(LinksDb db, Guid workspace, LinkSpec spec)
    {
        var key = VerdictFeedKeys.Target(workspace, Guid.Empty, UtmParameters.Compose(spec.Urls[0], spec.Utm), spec.Health.ToRecord()).ToArray();
        return db.Links.Where(link => link.Destinations.Any(destination => destination.TargetKey == key && destination.Position == 0));
    }
}
