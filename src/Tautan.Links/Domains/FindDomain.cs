using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Domains;

/// <summary>A domain by the name in a path.</summary>
internal static class FindDomain
{
    public static readonly Problem NoSuchDomain = Problems.Create(StatusCodes.Status404NotFound, "domain_not_found", "There is no such domain.");

    /// <summary>That name.</summary>
    public static readonly Parameter Parameter = Parameter.Path("name", "The name of the domain, in either form of an international one.", "go.example");

    /// <summary>The workspace's domain of that name, or the default one; null: none.</summary>
    public static async Task<Domain?> ByNameAsync(IQueryable<Domain> domains, UrlsOptions urls, Guid workspace, string name, CancellationToken cancellationToken)
    {
        if (DefaultDomain.IsNamed(urls.BaseUri(), name))
        {
            // The default domain is everybody's to use, and the first workspace's to see to.
            return await domains.SingleOrDefaultAsync(domain => domain.Id == WellKnown.DefaultDomainId, cancellationToken);
        }

        return DomainName.TryNormalize(name, out var normalized)
            ? await domains.SingleOrDefaultAsync(domain => domain.WorkspaceId == workspace && domain.Name == normalized && domain.Id != WellKnown.DefaultDomainId, cancellationToken)
            : null;
    }

    /// <summary>Those of these domains that are there no longer: what was read before a work began may have been deleted since.</summary>
    public static async Task<IReadOnlySet<Guid>> GoneAsync(LinksDb db, IEnumerable<Domain> domains, CancellationToken cancellationToken)
    {
        var ids = domains.Select(domain => domain.Id).Where(id => id != WellKnown.DefaultDomainId).Distinct().ToArray();
        if (ids.Length == 0)
            return new HashSet<Guid>();
        var there = await db.Domains.Where(domain => EF.Parameter(ids).Contains(domain.Id)).Select(domain => domain.Id).ToListAsync(cancellationToken);
        return ids.Except(there).ToHashSet();
    }

    public static Task<long> CountLinksAsync(LinksDb db, Guid workspace, Guid domain, CancellationToken cancellationToken) =>
        db.Links.LongCountAsync(link => link.DomainId == domain && link.WorkspaceId == workspace, cancellationToken);
}
