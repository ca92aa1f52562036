using Microsoft.AspNetCore.Routing;
using Tautan.Health.Commands;

namespace Tautan.Health.FailingBack;

/// <summary><c>POST /api/v1/links/{id}/failback</c>: an operator says that a link with manual failback may go back.</summary>
internal static class PostFailback
{
    public static void MapPostFailback(this IEndpointRouteBuilder routes) => routes.MapCommand("/api/v1/links/{id}/failback", CommandKind.FailBack);
}
