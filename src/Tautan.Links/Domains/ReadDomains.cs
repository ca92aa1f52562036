using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Listing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Domains;

/// <summary><c>GET /api/v1/domains</c>, <c>GET /api/v1/domains/{name}</c>.</summary>
internal static class ReadDomains
{
    public static void MapReadDomains(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/domains", ListAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksRead).Describe(DescribeList);
        routes.MapGet("/api/v1/domains/{name}", GetAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksRead).Describe(DescribeOne);
    }

    private static Operation DescribeList() => new("listDomains", "List domains")
    {
        Parameters = [Parameter.Limit(100), Parameter.Cursor],
        Replies = [Reply.Json<Response>(StatusCodes.Status200OK, "A page of them: the default domain, then by name.")],
    };

    private static Operation DescribeOne() => new("getDomain", "Read a domain")
    {
        Parameters = [FindDomain.Parameter],
        Replies = [Reply.Json<DomainView>(StatusCodes.Status200OK, "The domain.").WithETag()],
        Problems = [FindDomain.NoSuchDomain],
    };

    private sealed record Response(IReadOnlyList<DomainView> Items, string? NextCursor);

    // The default domain first, then by name.
    private static async Task<IResult> ListAsync(HttpContext http, DomainViews views, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        var page = PageQuery.Read(http.Request.Query, out var errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var workspace = http.GetCallContext().Workspace;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        var after = page.After;
        var domains = await db.Domains.AsNoTracking()
            .Where(domain => (domain.WorkspaceId == workspace || domain.Id == WellKnown.DefaultDomainId) && (after == null || string.Compare(domain.Name, after) > 0))
            .OrderBy(domain => domain.Name)
            .Take(page.Limit + 1)
            .Select(domain => new { Domain = domain, Links = db.Links.LongCount(link => link.DomainId == domain.Id && link.WorkspaceId == workspace) })
            .ToListAsync(cancellationToken);
        var next = domains.Count > page.Limit ? PageQuery.CursorOf(domains[page.Limit - 1].Domain.Name) : null;
        return Results.Json(new Response([.. domains.Take(page.Limit).Select(row => views.Of(row.Domain, row.Links))], next));
    }

    private static async Task<IResult> GetAsync(
        string name, HttpContext http, UrlsOptions urls, DomainViews views, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        var workspace = http.GetCallContext().Workspace;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await FindDomain.ByNameAsync(db.Domains.AsNoTracking(), urls, workspace, name, cancellationToken) is not { } domain)
            return Problems.Of(FindDomain.NoSuchDomain);
        var view = views.Of(domain, await FindDomain.CountLinksAsync(db, workspace, domain.Id, cancellationToken));
        http.Response.Headers.ETag = view.ETag;
        return Results.Json(view);
    }
}
