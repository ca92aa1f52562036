using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Health.Checks;
using Tautan.Health.Commands;
using Tautan.Health.Finding;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Baselines;

/// <summary><c>POST /api/v1/links/{id}/baseline</c>: what is there now is right. Probes, and answers the probes just made.</summary>
internal static class PostBaseline
{
    public static void MapPostBaseline(this IEndpointRouteBuilder routes) => routes.MapCommand("/api/v1/links/{id}/baseline", CommandKind.TakeBaseline, Describe);

    private static Operation Describe() => new("setLinkBaseline", "Say that what is there now is right")
    {
        Description = "Probes, and compares later pages with what was there.",
        Replies =
        [
            Reply.Json<CheckPage>(StatusCodes.Status200OK, "The probes just made."),
            Reply.Json<CheckPage>(StatusCodes.Status202Accepted, "Those made so far; others wait for their turn."),
        ],
        Problems = [LinkFinder.NoSuchLink, CommandAnswer.WatchAway],
    };
}
