using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Domains;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Reading;

/// <summary><c>GET /api/v1/links/{id}</c>. It sends an ETag and never answers 304: a verdict changes the body and not the link.</summary>
internal static class GetLink
{
    public static void MapGetLink(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/{id}", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksRead)
        .Describe(Describe);

    private static Operation Describe() => new("getLink", "Read a link")
    {
        Replies = [Reply.Json<LinkView>(StatusCodes.Status200OK, "The link.").WithETag()],
        Problems = [NoSuchLink],
    };

    public static readonly Problem NoSuchLink = Problems.Create(StatusCodes.Status404NotFound, "link_not_found", "There is no such link.");

    public static IResult NotFound() => Problems.Of(NoSuchLink);

    /// <summary>A link of this workspace, with all that belongs to it; null where there is none, or it is another workspace's.</summary>
    public static Task<Link?> FindAsync(IQueryable<Link> links, Guid workspace, Guid id, CancellationToken cancellationToken) => links
        .Include(link => link.Destinations).ThenInclude(destination => destination.Origin)
        .Include(link => link.Tags)
        .Include(link => link.Page)
        .AsSplitQuery()
        .SingleOrDefaultAsync(link => link.Id == id && link.WorkspaceId == workspace, cancellationToken);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkViews views, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var linkId))
            return NotFound();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        if (await FindAsync(db.Links.AsNoTracking(), http.GetCallContext().Workspace, linkId, cancellationToken) is not { } link)
            return NotFound();
        var view = views.Of(link, await DomainNames.OfAsync(db, link, cancellationToken));
        http.Response.Headers.ETag = view.ETag;
        return Results.Json(view);
    }
}
