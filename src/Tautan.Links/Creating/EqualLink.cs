using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Links.Reading;

namespace Tautan.Links.Creating;

/// <summary>The link that is there already where the caller asked for <c>findIfExists</c>: the same destinations, domain and settings.</summary>
internal static class EqualLink
{
    private const int AtOnce = 100;

    /// <summary>The oldest one; null: none.</summary>
    public static async Task<Link?> FindAsync(LinksDb db, Guid workspace, LinkSpec spec, CancellationToken cancellationToken)
    {
        // By the target of the first destination, which links share where all that is watched is equal; one of manual failback is nobody else's.
        var url = spec.Urls[0];
        var destinations = spec.Health.ManualFailback ? ByOrigin(db, workspace, url) : ByTarget(db, workspace, spec);
        var candidates = destinations.Where(destination => destination.Position == 0 && destination.Url == url)
            .Join(Alike(db.Links, workspace, spec), destination => destination.LinkNumber, link => link.Number, (_, link) => link);

        // What can be compared there is compared in the database: of a thousand links to the same place few are left to be read.
        for (var after = 0L; ;)
        {
            var start = after;
            var some = await candidates.Where(link => link.Number > start)
                .OrderBy(link => link.Number)
                .Take(AtOnce)
                .Select(link => new { link.Number, link.Id })
                .ToListAsync(cancellationToken);
            foreach (var candidate in some)
            {
                if (await GetLink.FindAsync(db.Links, workspace, candidate.Id, cancellationToken) is { } link && spec.Describes(link))
                    return link;
            }

            if (some.Count < AtOnce)
                return null;
            after = some[^1].Number;
        }
    }

    private static IQueryable<Link> Alike(IQueryable<Link> links, Guid workspace, LinkSpec spec)
    {
        var alike = links.Where(link => link.WorkspaceId == workspace && link.DomainId == spec.Domain.Id
            && link.Title == spec.Title && link.Description == spec.Description && link.Notes == spec.Notes && link.Owner == spec.Owner
            && link.Metadata == spec.Metadata && link.Utm == spec.Utm && link.RedirectStatus == spec.RedirectStatus && link.ForwardQuery == spec.ForwardQuery
            && link.PathSuffix == spec.PathSuffix && link.StartsAt == spec.StartsAt && link.ExpiresAt == spec.ExpiresAt
            && link.Enabled == spec.Enabled && link.Archived == spec.Archived && link.FallbackUrl == spec.FallbackUrl && link.MaxVisits == spec.MaxVisits
            && link.Destinations.Count == spec.Urls.Count && link.Tags.Count == spec.Tags.Count);
        return spec.Slug is null ? alike : alike.Where(link => link.Slug == spec.Slug);
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
