using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Finding;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Reading;

/// <summary><c>GET /api/v1/links/{id}/health</c>: how a link is, and each of its destinations.</summary>
internal static class GetHealth
{
    public static void MapGetHealth(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/{id}/health", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthRead)
        .Describe(Describe);

    private static Operation Describe() => new("getLinkHealth", "How a link is, and each of its destinations")
    {
        Replies = [Reply.Json<LinkHealthView>(StatusCodes.Status200OK, "Verdicts, the last probe, and uptime.")],
        Problems = [LinkFinder.NoSuchLink],
    };

    private static async Task<IResult> HandleAsync(
        string id, HttpContext http, LinkFinder links, LinkHealthReader reader, CancellationToken cancellationToken) =>
        await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is { } link
            ? Results.Json(await reader.ReadAsync(link, cancellationToken))
            : LinkFinder.NotFound();
}
