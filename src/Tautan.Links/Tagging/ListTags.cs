using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Listing;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Tagging;

/// <summary><c>GET /api/v1/tags</c>: with how many links have each.</summary>
internal static class ListTags
{
    public static void MapListTags(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/tags", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksRead)
        .Describe(Describe);

    private static Operation Describe() => new("listTags", "List tags, with how many links have each")
    {
        Parameters = [Parameter.Limit(100), Parameter.Cursor],
        Replies = [Reply.Json<Response>(StatusCodes.Status200OK, "A page of them, by name.")],
    };

    private sealed record Response(IReadOnlyList<TagView> Items, string? NextCursor);

    private static async Task<IResult> HandleAsync(HttpContext http, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        var page = PageQuery.Read(http.Request.Query, out var errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var workspace = http.GetCallContext().Workspace;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var after = page.After;
        var tags = await db.Tags
            .Where(row => row.WorkspaceId == workspace && (after == null || string.Compare(row.Tag, after) > 0))
            .GroupBy(row => row.Tag)
            .OrderBy(group => group.Key)
            .Take(page.Limit + 1)
            .Select(group => new { group.Key, Links = group.LongCount() })
            .ToListAsync(cancellationToken);
        var next = tags.Count > page.Limit ? PageQuery.CursorOf(tags[page.Limit - 1].Key) : null;
        return Results.Json(new Response([.. tags.Take(page.Limit).Select(tag => new TagView(tag.Key, tag.Links))], next));
    }
}

/// <summary>A tag, and how many links have it.</summary>
internal sealed record TagView(string Tag, long Links);
