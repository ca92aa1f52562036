using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Health.Checks;
using Tautan.Health.Commands;
using Tautan.Health.Finding;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Checking;

/// <summary><c>POST /api/v1/links/{id}/check</c>: probes now and answers the probes just made.</summary>
internal static class PostCheck
{
    public static void MapPostCheck(this IEndpointRouteBuilder routes) => routes.MapCommand("/api/v1/links/{id}/check", CommandKind.Check, Describe);

    private static Operation Describe() => new("checkLink", "Probe a link now")
    {
        Description = "As politely as ever; where that takes longer than 15 s, what was probed so far is answered.",
        Replies =
        [
            Reply.Json<CheckPage>(StatusCodes.Status200OK, "The probes just made."),
            Reply.Json<CheckPage>(StatusCodes.Status202Accepted, "Those made so far; others wait for their turn."),
        ],
        Problems = [LinkFinder.NoSuchLink, CommandAnswer.WatchAway],
    };
}
