using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Links.Searching;
using Tautan.Platform.Urls;

namespace Tautan.Links.Listing;

/// <summary>What a list leaves out, row by row.</summary>
internal static class LinkFilters
{
    private const int Up = (int)Verdict.Up;
    private const int Down = (int)Verdict.Down;
    private const int Paused = (int)Verdict.Paused;

    /// <param name="db">The database.</param>
    /// <param name="links">Those of the workspace.</param>
    /// <param name="criteria">All but their domain, which has a name only.</param>
    /// <param name="now">For what begins and ends.</param>
    public static IQueryable<Link> Apply(LinksDb db, IQueryable<Link> links, LinkCriteria criteria, DateTimeOffset now)
    {
        if (criteria.Archived is { } archived)
            links = links.Where(link => link.Archived == archived);
        if (criteria.Slug is { } slug)
            links = WithSlug(db, links, slug, SlugFold.Fold(slug));
        foreach (var tag in criteria.Tags)
            links = links.Where(link => link.Tags.Any(candidate => candidate.Tag == tag));
        if (criteria.AnyTags is { Count: > 0 } any)
            links = links.Where(link => link.Tags.Any(candidate => any.Contains(candidate.Tag)));
        if (criteria.NoTags is { Count: > 0 } none)
            links = links.Where(link => !link.Tags.Any(candidate => none.Contains(candidate.Tag)));
        if (criteria.Host is { } host)
            links = links.Where(link => link.Destinations.Any(destination => destination.Origin!.Host == host));
        if (criteria.Search is { } search)
            links = Matching(db, links, $"%{Escape(search.ToLowerInvariant())}%");
        if (criteria.FailedOver is { } failedOver)
            links = FailedOver(db, links, failedOver);
        if (criteria.Verdict is { } verdict)
            links = WithVerdict(db, links, verdict);
        return InTime(links, criteria, now);
    }

    /// <summary>A text as a part of a LIKE pattern whose escape is a backslash.</summary>
    public static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);

    private static IQueryable<Link> InTime(IQueryable<Link> links, LinkCriteria criteria, DateTimeOffset now)
    {
        if (criteria.HasExpiry is { } hasExpiry)
            links = links.Where(link => link.ExpiresAt != null == hasExpiry);
        if (criteria.CreatedAfter is { } createdAfter)
            links = links.Where(link => link.CreatedAt >= createdAfter);
        if (criteria.CreatedBefore is { } createdBefore)
            links = links.Where(link => link.CreatedAt < createdBefore);
        if (criteria.UpdatedAfter is { } updatedAfter)
            links = links.Where(link => link.UpdatedAt >= updatedAfter);
        if (criteria.UpdatedBefore is { } updatedBefore)
            links = links.Where(link => link.UpdatedAt < updatedBefore);
        return criteria.Status switch
        {
            LinkStatus.Active => links.Where(link => link.Enabled && (link.StartsAt == null || link.StartsAt <= now) && (link.ExpiresAt == null || link.ExpiresAt > now)),
            LinkStatus.Scheduled => links.Where(link => link.Enabled && link.StartsAt > now),
            LinkStatus.Expired => links.Where(link => link.Enabled && link.ExpiresAt <= now),
            LinkStatus.Disabled => links.Where(link => !link.Enabled),
            _ => links,
        };
    }

    private static IQueryable<Link> WithSlug(LinksDb db, IQueryable<Link> links, string slug, string folded) => links.Where(link =>
        link.SlugKey == slug || (link.SlugKey == folded && db.Domains.Any(domain => domain.Id == link.DomainId && !domain.CaseSensitive)));

    // PostgreSQL lowers as the locale of the database says, if at all: there the text is looked at that was lowered here.
    private static IQueryable<Link> Matching(LinksDb db, IQueryable<Link> links, string pattern) => db.Database.IsNpgsql()
        ? links.Where(link => db.Set<SearchText>().Any(row => row.LinkNumber == link.Number && EF.Functions.Like(row.Text, pattern, "\\")))
        : links.Where(link =>
            EF.Functions.Like(link.Slug.ToLower(), pattern, "\\")
            || EF.Functions.Like(link.Title.ToLower(), pattern, "\\")
            || (link.Title == "" && EF.Functions.Like(link.Page!.Title!.ToLower(), pattern, "\\"))
            || link.Tags.Any(tag => EF.Functions.Like(tag.Tag.ToLower(), pattern, "\\"))
            || link.Destinations.Any(destination => EF.Functions.Like(destination.Url.ToLower(), pattern, "\\")));

    // What serves is not the first destination exactly where the first is down and something else can serve.
    private static IQueryable<Link> FailedOver(LinksDb db, IQueryable<Link> links, bool failedOver)
    {
        var alive = Alive(db);
        return links.Where(link => failedOver == (link.Health.Enabled
            && !alive.Any(destination => destination.LinkNumber == link.Number && destination.Position == 0)
            && (link.FallbackUrl != null || alive.Any(destination => destination.LinkNumber == link.Number))));
    }

    // A link's verdict is that of the destination it serves: the first that is not down, else the first.
    private static IQueryable<Link> WithVerdict(LinksDb db, IQueryable<Link> links, Verdict verdict)
    {
        var alive = Alive(db);
        // Where health is off, nothing that is said of a destination counts.
        if (verdict != Verdict.Paused)
            links = links.Where(link => link.Health.Enabled);
        if (verdict == Verdict.Down)
            return links.Where(link => !alive.Any(destination => destination.LinkNumber == link.Number));
        if (verdict == Verdict.Unknown)
        {
            return links.Where(link => alive.Any(destination => destination.LinkNumber == link.Number
                && !alive.Any(earlier => earlier.LinkNumber == link.Number && earlier.Position < destination.Position)
                && !db.Verdicts.Any(row => row.Key == destination.TargetKey && (row.Verdict == Up || row.Verdict == Paused))));
        }

        var wanted = (int)verdict;
        return links.Where(link => (wanted == (int)Verdict.Paused && !link.Health.Enabled) || alive.Any(destination => destination.LinkNumber == link.Number
            && !alive.Any(earlier => earlier.LinkNumber == link.Number && earlier.Position < destination.Position)
            && db.Verdicts.Any(row => row.Key == destination.TargetKey && row.Verdict == wanted)));
    }

    private static IQueryable<Destination> Alive(LinksDb db) => db.Destinations.Where(destination => destination.Route == 0
        && !db.Verdicts.Any(row => row.Verdict == Down
            && (row.Key == destination.TargetKey || row.Key == destination.Origin!.PublicKey || row.Key == destination.Origin.PrivateKey)));
}
