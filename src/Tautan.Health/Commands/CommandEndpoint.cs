using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Finding;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Commands;

/// <summary>The endpoints that ask whoever watches a link to do something.</summary>
internal static class CommandEndpoint
{
    /// <param name="routes">Of the service.</param>
    /// <param name="pattern">With the link's <c>{id}</c>.</param>
    /// <param name="kind">What is asked.</param>
    /// <param name="describe">What the document says of it.</param>
    public static void MapCommand(this IEndpointRouteBuilder routes, string pattern, CommandKind kind, Func<Operation> describe) => routes
        .MapPost(pattern, (string id, HttpContext http, LinkFinder links, CommandDesk desk, CancellationToken cancellationToken) =>
            HandleAsync(kind, id, http, links, desk, cancellationToken))
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthWrite)
        .Describe(describe);

    private static async Task<IResult> HandleAsync(
        CommandKind kind, string id, HttpContext http, LinkFinder links, CommandDesk desk, CancellationToken cancellationToken) =>
        await links.FindAsync(id, http.GetCallContext().Workspace, cancellationToken) is { } link
            ? (await desk.AskAsync(kind, link, cancellationToken)).ToResult()
            : LinkFinder.NotFound();
}
