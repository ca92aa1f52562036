using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Commands;
using Tautan.Health.Finding;
using Tautan.Platform.Web;

namespace Tautan.Health.Baselines;

/// <summary><c>POST /api/v1/links/{id}/baseline</c>: what is there now is right. Probes, and answers the probes just made.</summary>
internal static class PostBaseline
{
    public static void MapPostBaseline(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links/{id}/baseline", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthWrite);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkFinder links, CommandDesk desk, CancellationToken cancellationToken) =>
        await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is { } link
            ? (await desk.AskAsync(CommandKind.TakeBaseline, link, cancellationToken)).ToResult()
            : LinkFinder.NotFound();
}
