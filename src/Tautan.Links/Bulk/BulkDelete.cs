using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Deleting;
using Tautan.Links.Idempotency;
using Tautan.Platform.Web;

namespace Tautan.Links.Bulk;

/// <summary><c>DELETE /api/v1/links/bulk</c>.</summary>
internal static class BulkDelete
{
    public static void MapBulkDelete(this IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/v1/links/bulk", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite);

    private sealed record Request(IReadOnlyList<string?>? Ids, JsonObject? Filter, bool? Preview, bool? Release);

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
