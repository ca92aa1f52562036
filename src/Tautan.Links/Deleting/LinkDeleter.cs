using Tautan.Contracts.Links;
using Tautan.Links.Domains;
using Tautan.Links.History;
using Tautan.Links.Writing;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Deleting;

/// <summary>Deletes a link, alone or as one of many.</summary>
internal sealed class LinkDeleter(TimeProvider time)
{
    /// <summary>Deletes a tracked link.</summary>
    /// <param name="context">Where it is written.</param>
    /// <param name="link">With all that belongs to it.</param>
    /// <param name="subject">Who deletes it.</param>
    /// <param name="isReleased">Any workspace may have its slug from now on; else only its own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The revision of the change.</returns>
    public async Task<long> DeleteAsync(WriteContext<LinksDb> context, Link link, string subject, bool isReleased, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var revision = context.Feed.Remove(LinkFeedKeys.Link(link.Id));
        LinkHistory.AddDeleted(context, link, subject, revision, now, LinkHistory.Picture(link, await DomainNames.OfAsync(context.Db, link, cancellationToken)));
        if (!isReleased)
            context.Db.Tombstones.Add(new Tombstone { DomainId = link.DomainId, SlugKey = link.SlugKey, WorkspaceId = link.WorkspaceId, LinkId = link.Id, DeletedAt = now.ToStored() });
        context.Db.Links.Remove(link);
        await context.Db.SaveChangesAsync(cancellationToken);
        await LinkStatements.Of(context).ForgetAsync(link.Number);
        return revision;
    }
}
