using Microsoft.AspNetCore.Routing;
using Tautan.Health.Commands;

namespace Tautan.Health.Baselines;

/// <summary><c>POST /api/v1/links/{id}/baseline</c>: what is there now is right. Probes, and answers the probes just made.</summary>
internal static class PostBaseline
{
    public static void MapPostBaseline(this IEndpointRouteBuilder routes) => routes.MapCommand("/api/v1/links/{id}/baseline", CommandKind.TakeBaseline);
}
