using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Reading;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links.Creating;

/// <summary><c>POST /api/v1/links</c>.</summary>
internal static class CreateLink
{
    public static void MapCreateLink(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite);

    public static Problem SlugTaken(string slug) => Problems.Create(
        StatusCodes.Status409Conflict, "slug_taken", $"The slug {slug} is taken.", new Dictionary<string, string[]> { ["slug"] = ["must not be taken"] });

    private static async Task<IResult> HandleAsync(
        HttpContext http, LinkRules rules, LinkViews views, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<LinkRequest>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var spec = rules.Check(request, out var errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));

        var workspace = http.GetCallContext().Workspace;
        var (link, epoch) = await unitOfWork.WriteAsync(
            async (context, token) => ((await LinkWriter.AddAsync(context, workspace, [spec], time.GetUtcNow(), token))[0], context.Feed.Epoch),
            cancellationToken);
        if (link is null)
            return Problems.Of(SlugTaken(spec.Slug!));
        var view = views.Of(link);
        http.Response.Headers.Location = $"/api/v1/links/{link.Id}";
        http.SetRevision(epoch, link.Revision);
        http.Response.Headers.ETag = view.ETag;
        return Results.Json(view, statusCode: StatusCodes.Status201Created);
    }
}
