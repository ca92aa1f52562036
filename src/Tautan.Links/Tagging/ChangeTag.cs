using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Domains;
using Tautan.Links.History;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Tagging;

/// <summary>
/// <c>PATCH /api/v1/tags/{tag}</c> gives a tag another name, and makes one of two where that is there already; <c>DELETE</c> takes it off
/// all links. A thousand links a commit: whoever asks again goes on where it ended.
/// </summary>
internal static class ChangeTag
{
    private const int AtOnce = 1000;

    public static void MapChangeTag(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/api/v1/tags/{tag}", RenameAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksWrite).Describe(DescribeRename);
        routes.MapDelete("/api/v1/tags/{tag}", DeleteAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.LinksWrite).Describe(DescribeDelete);
    }

    private static readonly Parameter Tag = Parameter.Path("tag", "The tag.", "sale");

    private static Operation DescribeRename() => new("renameTag", "Give a tag another name")
    {
        Description = "Where the other name is a tag already, one is made of two. A thousand links a commit: whoever asks again goes on where it ended.",
        Parameters = [Tag],
        Body = Body.Json<Request>("""{ "tag": "sales" }"""),
        Replies = [Reply.Json<TagView>(StatusCodes.Status200OK, "The tag, and how many links have it now.")],
        Problems = [NoSuchTag],
    };

    private static Operation DescribeDelete() => new("deleteTag", "Take a tag off all links")
    {
        Description = "A thousand links a commit: whoever asks again goes on where it ended.",
        Parameters = [Tag],
        Replies = [Reply.Json<Taken>(StatusCodes.Status200OK, "How many links had it.")],
        Problems = [NoSuchTag],
    };

    private static readonly Problem NoSuchTag = Problems.Create(StatusCodes.Status404NotFound, "tag_not_found", "No link has this tag.");

    /// <param name="Tag">Its new name: 1 to 64 characters, without commas.</param>
    private sealed record Request([property: Field(IsRequired = true, Minimum = 1, Maximum = 64)] string? Tag);

    /// <param name="Links">How many had it.</param>
    private sealed record Taken(long Links);

    private static async Task<IResult> RenameAsync(
        HttpContext http, LinkWriter writer, IDbContextFactory<LinksDb> factory, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken)
    {
        var tag = PathName.Last(http);
        var (request, problem) = await JsonBody.ReadAsync<Request>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        if (!TagRules.TryNormalize(request.Tag, out var name))
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["tag"] = [TagRules.Expected] }));
        var changed = name == tag ? 1 : await ReplaceAsync(http, writer, unitOfWork, tag, name, cancellationToken);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var links = await db.Tags.LongCountAsync(row => row.WorkspaceId == http.GetCallContext().Workspace && row.Tag == name, cancellationToken);
        return changed == 0 || links == 0 ? Problems.Of(NoSuchTag) : Results.Json(new TagView(name, links));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, LinkWriter writer, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken) =>
        await ReplaceAsync(http, writer, unitOfWork, PathName.Last(http), null, cancellationToken) is > 0 and var changed ? Results.Json(new Taken(changed)) : Problems.Of(NoSuchTag);

    private static async Task<long> ReplaceAsync(HttpContext http, LinkWriter writer, IUnitOfWork<LinksDb> unitOfWork, string tag, string? name, CancellationToken cancellationToken)
    {
        var (workspace, subject) = (http.GetCallContext().Workspace, http.GetCallContext().Principal!.Subject);
        for (var changed = 0L; ;)
        {
            var (count, revision) = await unitOfWork.WriteAsync(
                async (context, token) =>
                {
                    var ids = await context.Db.Tags.Where(row => row.WorkspaceId == workspace && row.Tag == tag)
                        .Join(context.Db.Links, row => row.LinkNumber, link => link.Number, (_, link) => link.Id)
                        .Take(AtOnce)
                        .ToListAsync(token);
                    string? last = null;
                    foreach (var id in ids)
                    {
                        last = Answer.RevisionOf(context, await ReplaceAsync(context, writer, (await GetLink.FindAsync(context.Db.Links, workspace, id, token))!, tag, name, subject, token));
                        await context.SaveAndForgetAsync([], token);
                    }

                    return (ids.Count, last);
                },
                cancellationToken);
            changed += count;
            if (revision is not null)
                http.Response.Headers[InternalHeaders.Revision] = revision;
            if (count < AtOnce)
                return changed;
        }
    }

    private static async Task<long> ReplaceAsync(
        WriteContext<LinksDb> context, LinkWriter writer, Link link, string tag, string? name, string subject, CancellationToken cancellationToken)
    {
        var domain = await DomainNames.OfAsync(context.Db, link, cancellationToken);
        var before = LinkHistory.Picture(link, domain);
        LinkWriter.WriteTags(context.Db, link, [.. link.Tags.Select(row => row.Tag == tag ? name : row.Tag).OfType<string>().Distinct(StringComparer.Ordinal)]);
        await writer.TouchAsync(context, link, cancellationToken);
        LinkHistory.Add(context, link, subject, before, LinkHistory.Picture(link, domain));
        return link.Revision;
    }
}
