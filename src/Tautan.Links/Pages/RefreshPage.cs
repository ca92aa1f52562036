using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Reading;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Pages;

/// <summary><c>POST /api/v1/links/{id}/page</c>: fetches anew what the first destination says of itself.</summary>
internal static class RefreshPage
{
    public static void MapRefreshPage(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links/{id}/page", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("refreshLinkPage", "Fetch anew what the first destination says of itself")
    {
        Replies = [Reply.Json<PageView>(StatusCodes.Status200OK, "Title, description and pictures; or why there are none.")],
        Problems = [GetLink.NoSuchLink, HealthOff],
    };

    private static readonly Problem HealthOff = Problems.Create(StatusCodes.Status409Conflict, "health_off", "The destinations of this link are not fetched: its health.enabled is false.");

    private static async Task<IResult> HandleAsync(
        string id, HttpContext http, PageStore store, PageFetcher fetcher, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var linkId))
            return GetLink.NotFound();
        PageJob? job;
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
        {
            var workspace = http.GetCallContext().Workspace;
            var link = await db.Links.Where(link => link.Id == linkId && link.WorkspaceId == workspace).Select(link => new { link.Number, link.Health.Enabled }).SingleOrDefaultAsync(cancellationToken);
            if (link is null)
                return GetLink.NotFound();
            if (!link.Enabled)
                return Problems.Of(HealthOff);
            job = await PageStore.JobAsync(db, link.Number, cancellationToken);
        }

        if (job is null)
            return GetLink.NotFound();
        var page = await fetcher.FetchAsync(job, cancellationToken);
        await store.SaveAsync(job, page, cancellationToken);
        return Results.Json(LinkViews.View(page));
    }
}
