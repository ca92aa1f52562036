using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Finding;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Checks;

/// <summary><c>GET /api/v1/links/{id}/checks?limit=&amp;cursor=</c>: each probe of the last 48 hours, equal successes in a row as one, but for the ends of six-hour periods.</summary>
internal static class ListChecks
{
    public static void MapListChecks(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/{id}/checks", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthRead)
        .Describe(Describe);

    private static Operation Describe() => new("listLinkChecks", "List probes of a link")
    {
        Description = "Of the last 48 hours; equal successes in a row are one.",
        Parameters = [Parameter.Limit(50), Parameter.Cursor],
        Replies = [Reply.Json<CheckPage>(StatusCodes.Status200OK, "A page of them, the newest first.")],
        Problems = [LinkFinder.NoSuchLink],
    };

    private static async Task<IResult> HandleAsync(
        string id, HttpContext http, LinkFinder links, IDbContextFactory<HealthDb> databases, CancellationToken cancellationToken)
    {
        var query = CheckQuery.Read(http.Request.Query, out var errors);
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        if (await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is not { } link) return LinkFinder.NotFound();

        var destinations = link.AllDestinations
            .DistinctBy(destination => destination.Target)
            .ToDictionary(destination => destination.Target.ToGuid(), destination => destination.Id);
        var keys = destinations.Keys.ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var checks = db.Checks.AsNoTracking().Where(row => row.WorkspaceId == link.Workspace && keys.Contains(row.TargetKey));
        if (query.Before is { } before) checks = checks.Where(row => row.Id < before);
        var rows = await checks.OrderByDescending(row => row.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
        var page = rows.Take(query.Limit).ToList();
        return Results.Json(new CheckPage(
            [.. page.Select(row => CheckView.Of(row, destinations[row.TargetKey]))],
            rows.Count > query.Limit ? page[^1].Id.ToString("N") : null));
    }
}
