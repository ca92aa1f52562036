using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Domains;
using Tautan.Links.Reading;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Text;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Listing;

/// <summary><c>GET /api/v1/links</c>.</summary>
internal static class ListLinks
{
    public static void MapListLinks(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksRead)
        .Describe(Describe);

    private static Operation Describe() => new("listLinks", "List links")
    {
        Description = "All that is asked for must hold. The pages of a list stay in order while links change.",
        Query = typeof(LinkFilter),
        Parameters =
        [
            Parameter.Query<string>("sort", "In which order; with `-` before it, descending.") with
            {
                Values = ["createdAt", "-createdAt", "updatedAt", "-updatedAt", "slug", "-slug", "title", "-title"],
                Default = "-createdAt",
            },
            Parameter.Limit(50),
            Parameter.Cursor,
            Parameter.Query<bool>("count", "Whether `count` says how many there are, exactly to 10,000.") with { Default = false },
        ],
        Replies = [Reply.Json<Response>(StatusCodes.Status200OK, "A page of them.")],
    };

    private const int MostCounted = 10_000;

    /// <summary>A page.</summary>
    /// <param name="Items">Its links.</param>
    /// <param name="NextCursor">Null: it is the last one.</param>
    /// <param name="Count">How many there are, where that was asked for: a number to 10,000, then <c>10000+</c>.</param>
    private sealed record Response(
        IReadOnlyList<LinkView> Items, string? NextCursor, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Field(Types = ["integer", "string"], Example = "42")] object? Count);

    private const int MostDomains = 20;

    private static Task<List<Link>> PageAsync(IQueryable<Link> links, ListQuery query, CancellationToken cancellationToken) => LinkOrder.Apply(links, query)
        .Take(query.Limit + 1)
        .Include(link => link.Destinations).ThenInclude(destination => destination.Origin)
        .Include(link => link.Tags)
        .Include(link => link.Page)
        .AsNoTracking()
        .AsSplitQuery()
        .ToListAsync(cancellationToken);

    private static async Task<IResult> HandleAsync(
        HttpContext http, UrlsOptions urls, LinkViews views, IDbContextFactory<LinksDb> factory, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = ListQuery.Read(http.Request.Query, out var errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        var workspace = http.GetCallContext().Workspace;
        var links = await SelectAsync(query.Criteria);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var page = query.Sort == LinkSort.Slug && query.Criteria.Domain is null
            ? await BySlugAsync(await DomainSet.NamesAsync(db, urls, workspace, cancellationToken))
            : await PageAsync(links, query, cancellationToken);
        var next = page.Count > query.Limit ? LinkOrder.CursorAfter(page[query.Limit - 1], query) : null;
        var names = await DomainNames.OfAsync(db, page, cancellationToken);
        var count = query.Count ? await links.Take(MostCounted + 1).CountAsync(cancellationToken) : (int?)null;
        return Results.Json(new Response([.. page.Take(query.Limit).Select(link => views.Of(link, names[link.DomainId]))], next, count > MostCounted ? "10000+" : count));

        Task<IQueryable<Link>> SelectAsync(LinkCriteria criteria) => LinkSelection.OfAsync(db, urls, workspace, criteria, time.GetUtcNow(), errors, cancellationToken, query.Sort);

        // Slugs are in order within a domain: a page of each is at hand, and a page of all is among them.
        async Task<List<Link>> BySlugAsync(List<string> domains)
        {
            if (domains.Count > MostDomains)
                return await PageAsync(links, query, cancellationToken);
            var all = new List<Link>();
            foreach (var name in domains)
                all.AddRange(await PageAsync(await SelectAsync(query.Criteria with { Domain = name }), query, cancellationToken));
            // UTF-8, as both databases order it.
            all.Sort((one, other) => (query.IsDescending ? -1 : 1) * (Utf8Order.Compare(one.SlugKey, other.SlugKey) is not 0 and var order ? order : one.Number.CompareTo(other.Number)));
            return [.. all.Take(query.Limit + 1)];
        }
    }
}
