using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Changing;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Deleting;

/// <summary><c>DELETE /api/v1/links/{id}</c>: its slug stays with the workspace, or is left to all (<c>?release=true</c>).</summary>
internal static class DeleteLink
{
    public static void MapDeleteLink(this IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/v1/links/{id}", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("deleteLink", "Delete a link")
    {
        Description = "Its slug stays with the workspace.",
        Parameters = [Parameter.Query<bool>("release", "Whether the slug is left to all workspaces.") with { Default = false }, Parameter.IfMatch],
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "It is gone.")],
        Problems = [GetLink.NoSuchLink, Precondition.Stale],
    };

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkDeleter deleter, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var linkId))
            return GetLink.NotFound();
        if (http.Request.Query["release"].ToString() is not ("" or "true" or "false") and var _)
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["release"] = ["must be true or false"] }));
        var isReleased = http.Request.Query["release"] == "true";
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
                var revision = await deleter.DeleteAsync(context, link, subject, isReleased, token);
                return Answer.Empty(StatusCodes.Status204NoContent) with { Revision = Answer.RevisionOf(context, revision) };
            },
            cancellationToken);
        return answer.ToResult();
    }
}
