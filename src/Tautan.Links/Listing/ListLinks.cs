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
using Tautan.Platform.Web;

namespace Tautan.Links.Listing;

/// <summary><c>GET /api/v1/links</c>.</summary>
internal static class ListLinks
{
    public static void MapListLinks(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksRead);

    private const int MostCounted = 10_000;

    /// <summary>A page.</summary>
    /// <param name="Items">Its links.</param>
    /// <param name="NextCursor">Null: it is the last one.</param>
    /// <param name="Count">How many there are, where that was asked for: a number to 10,000, then <c>10000+</c>.</param>
    private sealed record Response(
        IReadOnlyList<LinkView> Items, string? NextCursor, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Count);

    private static async Task<IResult> HandleAsync(
        HttpContext http, UrlsOptions urls, LinkViews views, IDbContextFactory<LinksDb> factory, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = ListQuery.Read(http.Request.Query, out var errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        var links = await LinkSelection.OfAsync(db, urls, http.GetCallContext().Workspace, query.Criteria, time.GetUtcNow(), errors, cancellationToken);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var page = await LinkOrder.Apply(links, query)
            .Take(query.Limit + 1)
            .Include(link => link.Destinations).ThenInclude(destination => destination.Origin)
            .Include(link => link.Tags)
            .Include(link => link.Page)
            .AsNoTracking()
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        var next = page.Count > query.Limit ? LinkOrder.CursorAfter(page[query.Limit - 1], query) : null;
        var names = await DomainNames.OfAsync(db, page, cancellationToken);
        var count = query.Count ? await links.Take(MostCounted + 1).CountAsync(cancellationToken) : (int?)null;
        return Results.Json(new Response([.. page.Take(query.Limit).Select(link => views.Of(link, names[link.DomainId]))], next, count > MostCounted ? "10000+" : count));
    }
}
