using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts.Access;
using Tautan.Gateway.Table;
using Tautan.Platform.Feeds;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Gateway.Feeds;

/// <summary>What the gateway answers about itself.</summary>
internal static class GatewayEndpoints
{
    public static IEndpointRouteBuilder MapGateway(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/gateway", context => Status(context).ExecuteAsync(context)).RequireScope(Scopes.Admin).Describe(DescribeStatus);
        endpoints.MapPost("/api/v1/gateway/accept", async context => await (await AcceptAsync(context)).ExecuteAsync(context)).RequireScope(Scopes.Admin).Describe(DescribeAccept);
        return endpoints;
    }

    private static Operation DescribeStatus() => new("getGateway", "How fresh the gateway's copies are")
    {
        Replies = [Reply.Json<GatewayStatus>(StatusCodes.Status200OK, "What it knows, and since when.")],
    };

    private static Operation DescribeAccept() => new("acceptFeed", "Say that a removal which was held back is meant")
    {
        Body = Body.Json<AcceptFeedRequest>("""{ "feed": null }"""),
        Replies = [Reply.Json<AcceptFeedResponse>(StatusCodes.Status200OK, "What was accepted.")],
    };

    private static Ok<GatewayStatus> Status(HttpContext context)
    {
        var services = context.RequestServices;
        var table = services.GetRequiredService<LinkTable>();
        var time = services.GetRequiredService<TimeProvider>();
        var feeds = FeedNames.All.Select(name => GatewayFeedStatus.Of(services.GetRequiredKeyedService<FeedFollower>(name), time)).ToList();
        return TypedResults.Ok(new GatewayStatus(table.Count, table.Verdicts.Count, table.Size, feeds));
    }

    private static async Task<IResult> AcceptAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync<AcceptFeedRequest>(context.Request, context.RequestAborted);
        if (problem is not null)
            return Problems.Of(problem);
        if (body!.Feed is not null && !FeedNames.All.Contains(body.Feed))
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["feed"] = ["must be links, verdicts or null for both"] }));

        var accept = context.RequestServices.GetRequiredService<FeedAccept>();
        var accepted = new List<AcceptedFeed>();
        foreach (var feed in body.Feed is null ? FeedNames.All : [body.Feed])
        {
            try
            {
                accepted.Add(await accept.AcceptAsync(feed, context.RequestAborted));
            }
            catch (RpcException exception) when (!context.RequestAborted.IsCancellationRequested)
            {
                context.Response.Headers.RetryAfter = "1";
                var done = accepted.Count == 0 ? "" : " The feed of links was accepted.";
                return Problems.Of(
                    StatusCodes.Status503ServiceUnavailable,
                    "service_unavailable",
                    $"The service {FeedAccept.SourceOf(feed)} did not take it ({exception.StatusCode}).{done}");
            }
        }

        return TypedResults.Ok(new AcceptFeedResponse(accepted));
    }

    /// <param name="Feed"><c>links</c>, <c>verdicts</c>, or null for both.</param>
    internal sealed record AcceptFeedRequest([property: Field(Values = [FeedNames.Links, FeedNames.Verdicts])] string? Feed = null);

    internal sealed record AcceptFeedResponse(IReadOnlyList<AcceptedFeed> Items);
}
