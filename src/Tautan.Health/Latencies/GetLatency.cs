using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Finding;
using Tautan.Platform.Web;

namespace Tautan.Health.Latencies;

/// <summary><c>GET /api/v1/links/{id}/latency?range=&amp;step=</c>: how long its destinations took to answer.</summary>
internal static class GetLatency
{
    public static void MapGetLatency(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/{id}/latency", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthRead);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkFinder links, LatencyReader reader, CancellationToken cancellationToken)
    {
        var query = LatencyQuery.Read(http.Request.Query, out var errors);
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        return await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is { } link
            ? Results.Json(await reader.ReadAsync(link, query, cancellationToken))
            : LinkFinder.NotFound();
    }
}
