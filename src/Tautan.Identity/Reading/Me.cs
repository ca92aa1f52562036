using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Reading;

/// <summary><c>GET /api/v1/me</c>: who asks, and what it may do.</summary>
internal static class Me
{
    public static void MapMe(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/me", Handle)
        .AllowCallers(ServiceNames.Gateway)
        .RequirePrincipal()
        .Describe(Describe);

    private static Operation Describe() => new("getMe", "Who you are, and what you may do")
    {
        Replies = [Reply.Json<Response>(StatusCodes.Status200OK, "Who asks.")],
    };

    private sealed record Response(string Subject, string Kind, Guid Workspace, string Role, IReadOnlyList<string> Scopes);

    private static IResult Handle(HttpContext http)
    {
        var principal = http.GetCallContext().Principal!;
        return Results.Json(new Response(
            principal.Subject, principal.Subject.Split(':')[0], principal.Workspace, principal.Role, [.. principal.Scopes.Order(StringComparer.Ordinal)]));
    }
}
