using Microsoft.AspNetCore.Routing;
using Tautan.Health.Commands;

namespace Tautan.Health.Checking;

/// <summary><c>POST /api/v1/links/{id}/check</c>: probes now and answers the probes just made.</summary>
internal static class PostCheck
{
    public static void MapPostCheck(this IEndpointRouteBuilder routes) => routes.MapCommand("/api/v1/links/{id}/check", CommandKind.Check);
}
