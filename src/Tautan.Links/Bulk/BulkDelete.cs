using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Deleting;
using Tautan.Links.Idempotency;
using Tautan.Links.Listing;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Bulk;

/// <summary><c>DELETE /api/v1/links/bulk</c>.</summary>
internal static class BulkDelete
{
    public static void MapBulkDelete(this IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/v1/links/bulk", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("deleteLinks", "Delete up to 1,000 links")
    {
        Description = "In one commit, each with a result of its own; `ids` or `filter` says which. With `preview` nothing is done, and the answer says how many they would be.",
        Parameters = [IdempotencyKey.Parameter],
        Body = Body.Json<Request>("""{ "filter": { "tag": ["sale"] }, "preview": true }"""),
        Replies = [Reply.Json<BulkWork.Response, BulkWork.Preview>(StatusCodes.Status200OK, "What became of each; or how many they would be.")],
        Problems = [BulkSubject.TooMany, IdempotencyKey.Reused],
    };

    /// <param name="Ids">The links; or <paramref name="Filter"/>.</param>
    /// <param name="Filter">The links that fit, at most 1,000: the parameters of the list, but for those of its order and its pages.</param>
    /// <param name="Preview">Nothing is done but counting. Null: false.</param>
    /// <param name="Release">Whether their slugs are left to all workspaces. Null: false.</param>
    private sealed record Request(
        [property: Field(Minimum = 1, Maximum = BulkSubject.Most)] IReadOnlyList<string?>? Ids,
        [property: Field(Of = typeof(LinkFilter))] JsonObject? Filter,
        bool? Preview,
        bool? Release);

    private static async Task<IResult> HandleAsync(HttpContext http, LinkDeleter deleter, BulkWork work, CancellationToken cancellationToken)
    {
        var (key, problem) = await IdempotencyKey.ReadAsync(http.Request, cancellationToken);
        if (key is null)
            return Problems.Of(problem!);
        (var request, problem) = await JsonBody.ReadAsync<Request>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var errors = new Dictionary<string, string[]>();
        var subject = BulkSubject.Read(request.Ids, request.Filter, errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var principal = http.GetCallContext().Principal!;
        if (request.Preview == true)
            return await work.PreviewAsync(subject, principal.Workspace, cancellationToken);
        return await work.RunAsync(
            key,
            subject,
            principal,
            async (context, link, token) =>
            {
                var id = link.Id.ToString();
                var revision = await deleter.DeleteAsync(context, link, principal.Subject, request.Release == true, token);
                return (new BulkResult(id, StatusCodes.Status204NoContent, null, null), revision);
            },
            cancellationToken);
    }
}
