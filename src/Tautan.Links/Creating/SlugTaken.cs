using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tautan.Links.Writing;
using Tautan.Platform.Web;

namespace Tautan.Links.Creating;

/// <summary>409 <c>slug_taken</c>; it names the link that has the slug only to the workspace whose link it is.</summary>
internal static class SlugTaken
{
    /// <summary>What it looks like.</summary>
    public static Problem Example => AsProblem("spring", null);

    public static async Task<Problem> AsProblemAsync(LinksDb db, Guid workspace, LinkSpec spec, CancellationToken cancellationToken)
    {
        var key = LinkWriter.KeyOf(spec.Slug!, spec.Domain);
        var id = await db.Links.Where(link => link.DomainId == spec.Domain.Id && link.SlugKey == key && link.WorkspaceId == workspace)
            .Select(link => (Guid?)link.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return AsProblem(spec.Slug!, id);
    }

    public static Problem AsProblem(string slug, Guid? link) => Problems.Create(
        StatusCodes.Status409Conflict, "slug_taken", $"The slug {slug} is taken.", new Dictionary<string, string[]> { ["slug"] = ["must not be taken"] }) with
    {
        LinkId = link,
    };
}
