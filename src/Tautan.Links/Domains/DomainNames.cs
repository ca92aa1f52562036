using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;

namespace Tautan.Links.Domains;

/// <summary>The names of the domains that some links belong to; that of the default one is empty.</summary>
internal static class DomainNames
{
    public static async Task<IReadOnlyDictionary<Guid, string>> OfAsync(LinksDb db, IEnumerable<Link> links, CancellationToken cancellationToken)
    {
        var ids = links.Select(link => link.DomainId).Where(id => id != WellKnown.DefaultDomainId).Distinct().ToArray();
        var names = ids.Length == 0 ? [] : await db.Domains.Where(domain => EF.Parameter(ids).Contains(domain.Id)).ToDictionaryAsync(domain => domain.Id, domain => domain.Name, cancellationToken);
        names[WellKnown.DefaultDomainId] = "";
        return names;
    }

    public static async Task<string> OfAsync(LinksDb db, Link link, CancellationToken cancellationToken) =>
        (await OfAsync(db, [link], cancellationToken))[link.DomainId];
}
