using Tautan.Contracts.Links;
using Tautan.Links.Feed;
using Tautan.Links.Writing;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Domains;

/// <summary>Saves a domain, and tells the feed of it where it is served: what is not verified nobody else hears of.</summary>
internal static class DomainWriter
{
    /// <returns>What the gateway must have before the caller reads his write; null where it has not to do with it.</returns>
    public static async Task<string?> SaveAsync(WriteContext<LinksDb> context, Domain domain, CancellationToken cancellationToken)
    {
        if (domain.VerifiedAt is not null)
            domain.Revision = context.Feed.Put(LinkFeedKeys.Domain(domain.Id), domain.ToRecord());
        else
            domain.Revision++;
        await context.Db.SaveChangesAsync(cancellationToken);
        return domain.VerifiedAt is null ? null : Answer.RevisionOf(context, domain.Revision);
    }
}
