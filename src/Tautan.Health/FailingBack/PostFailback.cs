using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Health.Commands;
using Tautan.Health.Finding;
using Tautan.Health.Reading;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.FailingBack;

/// <summary><c>POST /api/v1/links/{id}/failback</c>: an operator says that a link with manual failback may go back.</summary>
internal static class PostFailback
{
    public static void MapPostFailback(this IEndpointRouteBuilder routes) => routes.MapCommand("/api/v1/links/{id}/failback", CommandKind.FailBack, Describe);

    private static Operation Describe() => new("failBackLink", "Let visitors return to a destination with manual failback")
    {
        Replies = [Reply.Json<LinkHealthView>(StatusCodes.Status200OK, "How the link is then.")],
        Problems = [LinkFinder.NoSuchLink, FailBackLink.IsAutomatic, FailBackLink.StillFailing, CommandAnswer.WatchAway],
    };
}
