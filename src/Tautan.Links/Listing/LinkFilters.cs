using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;

namespace Tautan.Links.Listing;

/// <summary>What a list leaves out.</summary>
internal static class LinkFilters
{
    private const int Up = (int)Verdict.Up;
    private const int Down = (int)Verdict.Down;
    private const int Paused = (int)Verdict.Paused;

    public static IQueryable<Link> Apply(LinksDb db, ListQuery query, Guid workspace)
    {
        var links = db.Links.Where(link => link.WorkspaceId == workspace && !link.Archived);
        if (query.Tag is { } tag)
            links = links.Where(link => link.Tags.Any(candidate => candidate.Tag == tag));
        if (query.Search is { } search)
            links = Matching(links, $"%{Escape(search.ToLowerInvariant())}%");
        if (query.FailedOver is { } failedOver)
            links = FailedOver(db, links, failedOver);
        if (query.Verdict is { } verdict)
            links = WithVerdict(db, links, verdict);
        return links;
    }

    private static IQueryable<Link> Matching(IQueryable<Link> links, string pattern) => links.Where(link =>
        EF.Functions.Like(link.Slug.ToLower(), pattern, "\\")
        || EF.Functions.Like(link.Title.ToLower(), pattern, "\\")
        || link.Tags.Any(tag => EF.Functions.Like(tag.Tag.ToLower(), pattern, "\\"))
        || link.Destinations.Any(destination => EF.Functions.Like(destination.Url.ToLower(), pattern, "\\")));

    // What serves is not the first destination exactly where the first is down and something else can serve.
    private static IQueryable<Link> FailedOver(LinksDb db, IQueryable<Link> links, bool failedOver)
    {
        var alive = Alive(db);
        return links.Where(link => failedOver == (link.Health.Enabled
            && !alive.Any(destination => destination.LinkId == link.Id && destination.Position == 0)
            && (link.FallbackUrl != null || alive.Any(destination => destination.LinkId == link.Id))));
    }

    // A link's verdict is that of the destination it serves: the first that is not down, else the first.
    private static IQueryable<Link> WithVerdict(LinksDb db, IQueryable<Link> links, Verdict verdict)
    {
        var alive = Alive(db);
        // Where health is off, nothing that is said of a destination counts.
        if (verdict != Verdict.Paused)
            links = links.Where(link => link.Health.Enabled);
        if (verdict == Verdict.Down)
            return links.Where(link => !alive.Any(destination => destination.LinkId == link.Id));
        if (verdict == Verdict.Unknown)
        {
            return links.Where(link => alive.Any(destination => destination.LinkId == link.Id
                && !alive.Any(earlier => earlier.LinkId == link.Id && earlier.Position < destination.Position)
                && !db.Verdicts.Any(row => row.Key == destination.TargetKey && (row.Verdict == Up || row.Verdict == Paused))));
        }

        var wanted = (int)verdict;
        return links.Where(link => (wanted == (int)Verdict.Paused && !link.Health.Enabled) || alive.Any(destination => destination.LinkId == link.Id
            && !alive.Any(earlier => earlier.LinkId == link.Id && earlier.Position < destination.Position)
            && db.Verdicts.Any(row => row.Key == destination.TargetKey && row.Verdict == wanted)));
    }

    private static IQueryable<Destination> Alive(LinksDb db) => db.Destinations.Where(destination => destination.Route == 0
        && !db.Verdicts.Any(row => row.Verdict == Down
            && (row.Key == destination.TargetKey || row.Key == destination.PublicOriginKey || row.Key == destination.PrivateOriginKey)));

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
