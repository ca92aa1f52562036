using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Overview;

/// <summary><c>GET /api/v1/health/overview</c>: how all links are together.</summary>
internal static class GetOverview
{
    public static void MapGetOverview(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/health/overview", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthRead)
        .Describe(Describe);

    private static Operation Describe() => new("getHealthOverview", "How all links are together")
    {
        Replies = [Reply.Json<OverviewView>(StatusCodes.Status200OK, "How many are what, the worst, and what cannot be seen.")],
    };

    private static async Task<IResult> HandleAsync(HttpContext http, OverviewReader reader, CancellationToken cancellationToken) =>
        Results.Json(await reader.ReadAsync(http.GetCallContext().Workspace, cancellationToken));
}
