using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Commands;
using Tautan.Health.Finding;
using Tautan.Platform.Web;

namespace Tautan.Health.FailingBack;

/// <summary><c>POST /api/v1/links/{id}/failback</c>: an operator says that a link with manual failback may go back.</summary>
internal static class PostFailback
{
    public static void MapPostFailback(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links/{id}/failback", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthWrite);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkFinder links, CommandDesk desk, CancellationToken cancellationToken) =>
        await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is { } link
            ? (await desk.AskAsync(CommandKind.FailBack, link, cancellationToken)).ToResult()
            : LinkFinder.NotFound();
}
