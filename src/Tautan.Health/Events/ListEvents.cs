using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Finding;
using Tautan.Health.Targets;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Events;

/// <summary><c>GET /api/v1/health/events?limit=&amp;cursor=&amp;kind=&amp;link=</c>: what happened, the newest first.</summary>
internal static class ListEvents
{
    public static void MapListEvents(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/health/events", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthRead)
        .Describe(Describe);

    private static Operation Describe() => new("listHealthEvents", "List what happened")
    {
        Parameters =
        [
            Parameter.Query<string>("kind", "Only these.") with { Values = EventKinds.All },
            Parameter.Query<Guid>("link", "Only those about destinations of this link."),
            Parameter.Limit(50),
            Parameter.Cursor,
        ],
        Replies = [Reply.Json<EventPage>(StatusCodes.Status200OK, "A page of it, the newest first.")],
        Problems = [LinkFinder.NoSuchLink],
    };

    private static async Task<IResult> HandleAsync(HttpContext http, LinkFinder links, EventReader reader, CancellationToken cancellationToken)
    {
        var query = EventQuery.Read(http.Request.Query, isStream: false, out var errors);
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        var workspace = http.GetCallContext().Workspace;
        WatchedLink? link = null;
        if (query.Link is { } id && (link = await links.FindAsync(id, workspace, cancellationToken)) is null) return LinkFinder.NotFound();
        return Results.Json(await reader.BackwardsAsync(new EventFilter(workspace, query.Kind, link), query.Before, query.Limit, cancellationToken));
    }
}
