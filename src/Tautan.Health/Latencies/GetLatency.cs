using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Finding;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Latencies;

/// <summary><c>GET /api/v1/links/{id}/latency?range=&amp;step=</c>: how long its destinations took to answer.</summary>
internal static class GetLatency
{
    public static void MapGetLatency(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/{id}/latency", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthRead)
        .Describe(Describe);

    private static Operation Describe() => new("getLinkLatency", "How long the destinations of a link took to answer")
    {
        Parameters =
        [
            Parameter.Query<string>("range", "How far back, in hours or days: `1h` to `400d`.") with { Pattern = "^[0-9]{1,5}[hd]$", Default = "24h" },
            Parameter.Query<string>("step", "How long each point is: `1h` to the range, whole days where the range is longer than `30d`. Not given: `1h` to `7d`, else `1d`.") with { Pattern = "^[0-9]{1,5}[hd]$" },
        ],
        Replies = [Reply.Json<LatencyView>(StatusCodes.Status200OK, "Percentiles, over the range and step by step.")],
        Problems = [LinkFinder.NoSuchLink],
    };

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkFinder links, LatencyReader reader, CancellationToken cancellationToken)
    {
        var query = LatencyQuery.Read(http.Request.Query, out var errors);
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        return await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is { } link
            ? Results.Json(await reader.ReadAsync(link, query, cancellationToken))
            : LinkFinder.NotFound();
    }
}
