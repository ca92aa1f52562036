using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Creating;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Changing;

/// <summary><c>PATCH /api/v1/links/{id}</c>: a JSON merge patch (RFC 7396); null brings a field back to its default.</summary>
internal static class ChangeLink
{
    public static void MapChangeLink(this IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/v1/links/{id}", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("changeLink", "Change a link")
    {
        Description = "What is not given stays as it is; null brings a field back to its default.",
        Parameters = [Parameter.IfMatch],
        Body = Body.Patch<LinkRequest>("""{ "title": "Summer sale", "tags": ["sale", "summer"], "expiresAt": null }"""),
        Replies = [Reply.Json<LinkView>(StatusCodes.Status200OK, "The link as it is now.").WithETag()],
        Problems = [GetLink.NoSuchLink, SlugTaken.Example, Precondition.Stale],
    };

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkChanger changer, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken)
    {
        var (patch, problem) = await JsonBody.ReadPatchAsync<LinkRequest>(http.Request, cancellationToken);
        if (patch is null)
            return Problems.Of(problem!);
        if (!Guid.TryParse(id, out var linkId))
            return GetLink.NotFound();
        var (workspace, subject) = (http.GetCallContext().Workspace, http.GetCallContext().Principal!.Subject);
        var precondition = Precondition.From(http.Request);
        var answer = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                var link = await GetLink.FindAsync(context.Db.Links, workspace, linkId, token);
                if (link is null)
                    return Answer.Of(GetLink.NoSuchLink);
                if (!precondition.Holds(link))
                    return Answer.Of(Precondition.Stale);
                var (view, refusal) = await changer.ApplyAsync(context, link, patch, subject, token);
                return view is null ? Answer.Of(refusal!) : Answer.Of(StatusCodes.Status200OK, view, context);
            },
            cancellationToken);
        return answer.ToResult();
    }
}
