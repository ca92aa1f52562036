using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Links;
using Tautan.Links.Changing;
using Tautan.Links.Reading;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links.Deleting;

/// <summary><c>DELETE /api/v1/links/{id}</c>.</summary>
internal static class DeleteLink
{
    public static void MapDeleteLink(this IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/v1/links/{id}", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var linkId))
            return GetLink.NotFound();
        var workspace = http.GetCallContext().Workspace;
        var precondition = Precondition.From(http.Request);
        var (refusal, epoch, revision) = await unitOfWork.WriteAsync<(IResult?, string, long)>(
            async (context, token) =>
            {
                var link = await GetLink.FindAsync(context.Db.Links, workspace, linkId, token);
                if (link is null || context.Db.Entry(link).State == EntityState.Deleted)
                    return (GetLink.NotFound(), "", 0);
                if (!precondition.Holds(link))
                    return (Precondition.Failed(), "", 0);
                context.Db.Links.Remove(link);
                return (null, context.Feed.Epoch, context.Feed.Remove(LinkFeedKeys.Link(linkId)));
            },
            cancellationToken);
        if (refusal is not null)
            return refusal;
        http.SetRevision(epoch, revision);
        return Results.NoContent();
    }
}
