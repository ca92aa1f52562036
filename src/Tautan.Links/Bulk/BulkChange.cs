using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Changing;
using Tautan.Links.Creating;
using Tautan.Links.Idempotency;
using Tautan.Links.Listing;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Bulk;

/// <summary><c>PATCH /api/v1/links/bulk</c>: the same merge patch for many links.</summary>
internal static class BulkChange
{
    public static void MapBulkChange(this IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/v1/links/bulk", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("changeLinks", "Change up to 1,000 links")
    {
        Description = "The same merge patch for many links, in one commit, each with a result of its own; `ids` or `filter` says which. With `preview` nothing is done, and the answer says how many they would be.",
        Parameters = [IdempotencyKey.Parameter],
        Body = Body.Json<Request>("""{ "filter": { "tag": ["sale"] }, "changes": { "archived": true }, "preview": false }"""),
        Replies = [Reply.Json<BulkWork.Response, BulkWork.Preview>(StatusCodes.Status200OK, "What became of each; or how many they would be.")],
        Problems = [BulkSubject.TooMany, IdempotencyKey.Reused],
    };

    /// <param name="Ids">The links; or <paramref name="Filter"/>.</param>
    /// <param name="Filter">The links that fit, at most 1,000: the parameters of the list, but for those of its order and its pages.</param>
    /// <param name="Changes">A merge patch (RFC 7396): null brings a field back to its default.</param>
    /// <param name="Preview">Nothing is done but counting. Null: false.</param>
    private sealed record Request(
        [property: Field(Minimum = 1, Maximum = BulkSubject.Most)] IReadOnlyList<string?>? Ids,
        [property: Field(Of = typeof(LinkFilter))] JsonObject? Filter,
        [property: Field(Of = typeof(LinkRequest), IsPatch = true)] JsonObject? Changes,
        bool? Preview);

    private static async Task<IResult> HandleAsync(HttpContext http, LinkChanger changer, BulkWork work, CancellationToken cancellationToken)
    {
        var (key, problem) = await IdempotencyKey.ReadAsync(http.Request, cancellationToken);
        if (key is null)
            return Problems.Of(problem!);
        (var request, problem) = await JsonBody.ReadAsync<Request>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var errors = new Dictionary<string, string[]>();
        var subject = BulkSubject.Read(request.Ids, request.Filter, errors);
        CheckChanges(request, errors);
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
                var (view, refusal) = await changer.ApplyAsync(context, link, request.Changes!, principal.Subject, token);
                return view is null ? (BulkResult.Of(link.Id.ToString(), refusal!), null) : (new BulkResult(link.Id.ToString(), StatusCodes.Status200OK, view, null), view.Revision);
            },
            cancellationToken);
    }

    private static void CheckChanges(Request request, Dictionary<string, string[]> errors)
    {
        if (request.Changes is null)
        {
            if (request.Preview != true)
                errors["changes"] = ["must be given: a merge patch of a link"];
            return;
        }

        try
        {
            request.Changes.Deserialize<LinkRequest>(JsonBody.Options);
        }
        catch (JsonException exception)
        {
            var problem = JsonBody.Describe<LinkRequest>(exception, "The patch");
            foreach (var (field, expected) in problem.Errors ?? new Dictionary<string, string[]> { [""] = [problem.Detail] })
                errors[field.Length == 0 ? "changes" : $"changes.{field}"] = expected;
        }
    }
}
