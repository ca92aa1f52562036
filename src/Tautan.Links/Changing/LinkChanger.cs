using System.Text.Json.Nodes;
using Tautan.Links.Creating;
using Tautan.Links.Domains;
using Tautan.Links.History;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;
using Tautan.Platform.Web;

namespace Tautan.Links.Changing;

/// <summary>Changes a link, alone or as one of many.</summary>
internal sealed class LinkChanger(UrlsOptions urls, AppSchemes apps, LinkViews views, LinkWriter writer, TimeProvider time)
{
    /// <summary>Applies a patch to a tracked link.</summary>
    /// <returns>The link as it is now, or why it was not changed.</returns>
    public async Task<(LinkView? View, Problem? Problem)> ApplyAsync(WriteContext<LinksDb> context, Link link, JsonObject patch, string subject, CancellationToken cancellationToken)
    {
        var name = await DomainNames.OfAsync(context.Db, link, cancellationToken);
        var merged = LinkPatch.Merge(link, name, patch);
        var domains = await KnownDomains.LoadAsync(context.Db, urls, apps, link.WorkspaceId, [merged], cancellationToken);
        var spec = LinkPatch.Check(link, merged, patch, domains, out var errors);
        if (errors.Count != 0)
            return (null, Problems.Invalid(errors));
        if (spec.Describes(link))
            return (views.Of(link, name), null);
        var before = LinkHistory.Picture(link, name);
        if (!await TakeSlugAsync(context, link, spec, cancellationToken))
            return (null, await SlugTaken.AsProblemAsync(context.Db, link.WorkspaceId, spec, cancellationToken));
        await writer.WriteAsync(context, link, spec, cancellationToken);
        LinkHistory.Add(context, link, subject, before, LinkHistory.Picture(link, spec.Domain.Name));

        // Seen now: a later work of the same group may change or delete this very object.
        return (views.Of(link, spec.Domain.Name), null);
    }

    private async Task<bool> TakeSlugAsync(WriteContext<LinksDb> context, Link link, LinkSpec spec, CancellationToken cancellationToken)
    {
        var slug = spec.Slug ?? link.Slug;
        var key = LinkWriter.KeyOf(slug, spec.Domain);
        if (key != link.SlugKey || spec.Domain.Id != link.DomainId)
        {
            var taken = await TakenSlugs.AmongAsync(context, link.WorkspaceId, spec.Domain.Id, [key]);
            if (taken.Keys.Count != 0)
                return false;
            await taken.MakeRoomAsync(context.Db, new HashSet<string> { key }, cancellationToken);

            // Whoever has the old address by heart must not be led by somebody else.
            context.Db.Tombstones.Add(new Tombstone { DomainId = link.DomainId, SlugKey = link.SlugKey, WorkspaceId = link.WorkspaceId, LinkId = link.Id, DeletedAt = time.GetUtcNow().ToStored() });
        }

        (link.Slug, link.SlugKey) = (slug, key);
        return true;
    }
}
