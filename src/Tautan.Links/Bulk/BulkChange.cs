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
using Tautan.Platform.Web;

namespace Tautan.Links.Bulk;

/// <summary><c>PATCH /api/v1/links/bulk</c>: the same merge patch for many links.</summary>
internal static class BulkChange
{
    public static void MapBulkChange(this IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/v1/links/bulk", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite);

    private sealed record Request(IReadOnlyList<string?>? Ids, JsonObject? Filter, JsonObject? Changes, bool? Preview);

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
