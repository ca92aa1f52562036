using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Reading;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links.Creating;

/// <summary><c>POST /api/v1/links/bulk</c>: up to 1,000 links in one commit, each with a result of its own.</summary>
internal static class BulkCreate
{
    private const int Most = 1000;

    public static void MapBulkCreate(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links/bulk", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite);

    private sealed record Request(IReadOnlyList<BulkItem>? Links);

    private sealed record Response(IReadOnlyList<object> Items);

    private sealed record Created(int Status, LinkView Link);

    private sealed record Refused(int Status, Problem Problem);

    private static async Task<IResult> HandleAsync(
        HttpContext http, LinkRules rules, LinkViews views, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<Request>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        if (request.Links is null || request.Links.Count is 0 or > Most)
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["links"] = [$"must have 1 to {Most} links"] }));

        var items = new object[request.Links.Count];
        var specs = new List<(int Index, LinkSpec Spec)>();
        for (var i = 0; i < items.Length; i++)
        {
            if (Check(request.Links[i], rules, out var spec) is { } refused)
                items[i] = new Refused(refused.Status, refused);
            else
                specs.Add((i, spec!));
        }

        var workspace = http.GetCallContext().Workspace;
        if (specs.Count != 0)
        {
            var (links, epoch) = await unitOfWork.WriteAsync(
                async (context, token) => (await LinkWriter.AddAsync(context, workspace, [.. specs.Select(pair => pair.Spec)], time.GetUtcNow(), token), context.Feed.Epoch),
                cancellationToken);
            for (var n = 0; n < specs.Count; n++)
            {
                var (index, spec) = specs[n];
                items[index] = links[n] is { } link
                    ? new Created(StatusCodes.Status201Created, views.Of(link))
                    : new Refused(StatusCodes.Status409Conflict, CreateLink.SlugTaken(spec.Slug!));
            }

            if (links.Max(link => link?.Revision) is { } revision)
                http.SetRevision(epoch, revision);
        }

        return Results.Json(new Response(items));
    }

    private static Problem? Check(BulkItem item, LinkRules rules, out LinkSpec? spec)
    {
        spec = null;
        if (item.Request is null)
            return item.Problem;
        spec = rules.Check(item.Request, out var errors);
        return errors.Count == 0 ? null : Problems.Invalid(errors);
    }
}
