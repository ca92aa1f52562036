using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Commands;
using Tautan.Health.Finding;
using Tautan.Platform.Web;

namespace Tautan.Health.Checking;

/// <summary><c>POST /api/v1/links/{id}/check</c>: probes now and answers the probes just made.</summary>
internal static class PostCheck
{
    public static void MapPostCheck(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links/{id}/check", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthWrite);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkFinder links, CommandDesk desk, CancellationToken cancellationToken) =>
        await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is { } link
            ? (await desk.AskAsync(CommandKind.Check, link, cancellationToken)).ToResult()
            : LinkFinder.NotFound();
}
