using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Reading;
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

    private sealed record Response(IReadOnlyList<LinkView> Items, string? NextCursor);

    private static async Task<IResult> HandleAsync(HttpContext http, LinkViews views, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        var query = ListQuery.Read(http.Request.Query, http.RequestServices, out var errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        var links = LinkFilters.Apply(db, query, http.GetCallContext().Workspace);
        var page = await LinkOrder.Apply(links, query)
            .Take(query.Limit + 1)
            .Include(link => link.Destinations)
            .Include(link => link.Tags)
            .AsNoTracking()
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        var next = page.Count > query.Limit ? LinkOrder.CursorAfter(page[query.Limit - 1], query) : null;
        return Results.Json(new Response([.. page.Take(query.Limit).Select(views.Of)], next));
    }
}
