using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Listing;
using Tautan.Links.Reading;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.History;

/// <summary><c>GET /api/v1/links/{id}/history</c>: who, when, what from, what to; the newest first. That of a deleted link too.</summary>
internal static class ReadHistory
{
    public static void MapReadHistory(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/{id}/history", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksRead)
        .Describe(Describe);

    private static Operation Describe() => new("getLinkHistory", "Who changed what from what to what")
    {
        Description = "The newest first; that of a deleted link too.",
        Parameters = [Parameter.Limit(100), Parameter.Cursor],
        Replies = [Reply.Json<Response>(StatusCodes.Status200OK, "A page of it.")],
        Problems = [GetLink.NoSuchLink],
    };

    /// <param name="At">When.</param>
    /// <param name="By">The subject that did it.</param>
    /// <param name="Action">What it did.</param>
    /// <param name="Changes">Field by field.</param>
    private sealed record Entry(
        DateTimeOffset At,
        string? By,
        [property: Field(Values = ["created", LinkHistory.Changed, LinkHistory.Deleted])] string Action,
        [property: Field(Of = typeof(IReadOnlyList<FieldChange>))] JsonNode Changes);

    private sealed record Response(IReadOnlyList<Entry> Items, string? NextCursor);

    private static async Task<IResult> HandleAsync(string id, HttpContext http, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        var page = PageQuery.Read(http.Request.Query, out var errors);
        var before = long.MaxValue;
        if (page.After is not null && !long.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            errors["cursor"] = ["must be the nextCursor of an answer to the same list"];
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        if (!Guid.TryParse(id, out var linkId))
            return GetLink.NotFound();
        var workspace = http.GetCallContext().Workspace;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        var made = await db.Links.Where(link => link.Id == linkId && link.WorkspaceId == workspace)
            .Select(link => new { link.CreatedAt, link.CreatedBy })
            .SingleOrDefaultAsync(cancellationToken);
        var changes = await db.Changes.AsNoTracking()
            .Where(change => change.LinkId == linkId && change.WorkspaceId == workspace && change.Revision < before)
            .OrderByDescending(change => change.Revision)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        if (made is null && changes.Count == 0 && page.After is null)
            return GetLink.NotFound();
        var items = changes.Take(page.Limit).Select(change => new Entry(change.At, NullIfEmpty(change.By), change.Action, JsonNode.Parse(change.Changes)!)).ToList();
        if (changes.Count > page.Limit || (changes.Count == page.Limit && made is not null))
            return Results.Json(new Response(items, PageQuery.CursorOf(changes[page.Limit - 1].Revision.ToString(CultureInfo.InvariantCulture))));
        if (made is not null)
            items.Add(new Entry(made.CreatedAt, NullIfEmpty(made.CreatedBy), "created", new JsonArray()));
        return Results.Json(new Response(items, null));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
