using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Links.Searching;
using Tautan.Platform.Hosting;
using Tautan.Platform.Urls;

namespace Tautan.Links.Listing;

/// <summary>
/// The links that some criteria mean. Of a million links some criteria leave a handful, and these an index finds at once; others leave
/// most, and these are soon met on the way through the list. So the indexes are asked first: where one of them names few, only those are
/// looked at, else the list is walked in its order.
/// </summary>
internal static class LinkSelection
{
    // To look up as many one by one takes about as long as to walk past those that do not fit until a page is full.
    private const int Few = 7000;
    private const int Down = (int)Verdict.Down;

    /// <summary>The links.</summary>
    /// <param name="db">The database, in one snapshot.</param>
    /// <param name="urls">Where this installation is.</param>
    /// <param name="workspace">Whose links.</param>
    /// <param name="criteria">Which of them.</param>
    /// <param name="now">For what begins and ends.</param>
    /// <param name="errors">Where the domain is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="sort">The order in which they are walked; null: they are not, or in that of their numbers.</param>
    public static async Task<IQueryable<Link>> OfAsync(
        LinksDb db, UrlsOptions urls, Guid workspace, LinkCriteria criteria, DateTimeOffset now, Dictionary<string, string[]> errors, CancellationToken cancellationToken, LinkSort? sort = null)
    {
        var domains = criteria.Domain is null && criteria.Slug is null ? [] : await DomainSet.OfAsync(db, urls, workspace, criteria.Domain, errors, cancellationToken);
        long[]? few = null;
        foreach (var source in Sources(db, workspace, criteria, domains))
        {
            var numbers = await source.Take(Few + 1).ToArrayAsync(cancellationToken);
            if (numbers.Length <= Few && (few is null || numbers.Length < few.Length))
                few = numbers;
        }

        var candidates = few is not null ? LinkWalk.ByNumber(db, few) : sort is { } order ? LinkWalk.In(db, order, criteria.Domain is not null) : db.Links;
        var links = candidates.Where(link => link.WorkspaceId == workspace);
        if (criteria.Domain is not null)
        {
            var domain = domains.FirstOrDefault();
            links = links.Where(link => link.DomainId == domain);
        }

        return LinkFilters.Apply(db, links, criteria, now);
    }

    // Each names at least all links that fit one of the criteria.
    private static IEnumerable<IQueryable<long>> Sources(LinksDb db, Guid workspace, LinkCriteria criteria, Guid[] domains)
    {
        if (criteria.Slug is { } slug)
        {
            var folded = SlugFold.Fold(slug);
            yield return db.Links.Where(link => EF.Parameter(domains).Contains(link.DomainId) && (link.SlugKey == slug || link.SlugKey == folded)).Select(link => link.Number);
        }

        foreach (var tag in criteria.Tags)
            yield return db.Tags.Where(row => row.WorkspaceId == workspace && row.Tag == tag).Select(row => row.LinkNumber);
        if (criteria.AnyTags is { Count: > 0 } any)
            yield return db.Tags.Where(row => row.WorkspaceId == workspace && EF.Parameter(any).Contains(row.Tag)).Select(row => row.LinkNumber).Distinct();
        if (criteria.Host is { } host)
            yield return db.Destinations.Where(row => row.Origin!.WorkspaceId == workspace && row.Origin.Host == host).Select(row => row.LinkNumber).Distinct();
        if (criteria.Search is { } search && SearchIndex.IsLongEnough(search))
            yield return SearchIndex.Find(db, workspace, search.ToLowerInvariant());
        if (criteria.Verdict == Verdict.Down || criteria.FailedOver == true)
            yield return WithDown(db, workspace);
    }

    private static IQueryable<long> WithDown(LinksDb db, Guid workspace)
    {
        var down = db.Verdicts.Where(row => row.Verdict == Down).Select(row => row.Key);
        return db.Destinations.Where(row => row.WorkspaceId == workspace && down.Contains(row.TargetKey)).Select(row => row.LinkNumber)
            .Concat(db.Destinations.Where(row => row.Origin!.WorkspaceId == workspace && down.Contains(row.Origin.PublicKey)).Select(row => row.LinkNumber))
            .Concat(db.Destinations.Where(row => row.Origin!.WorkspaceId == workspace && down.Contains(row.Origin.PrivateKey)).Select(row => row.LinkNumber));
    }
}
