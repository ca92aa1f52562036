using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Links.Domains;
using Tautan.Platform.Hosting;

namespace Tautan.Links.Listing;

/// <summary>The domains whose links a list is about. Slugs are indexed within a domain.</summary>
internal static class DomainSet
{
    /// <summary>The names of all domains that the workspace can have links in.</summary>
    public static async Task<List<string>> NamesAsync(LinksDb db, UrlsOptions urls, Guid workspace, CancellationToken cancellationToken)
    {
        var names = await db.Domains.Where(domain => domain.WorkspaceId == workspace && domain.Id != WellKnown.DefaultDomainId).Select(domain => domain.Name).ToListAsync(cancellationToken);
        names.Add(urls.BaseUri().Authority);
        return names;
    }

    /// <summary>The ids: of the one that is named, or of all that the workspace can have links in.</summary>
    /// <param name="db">The database.</param>
    /// <param name="urls">Where this installation is.</param>
    /// <param name="workspace">Whose links.</param>
    /// <param name="name">A domain's name, as given; null: all.</param>
    /// <param name="errors">Where the name is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Guid[]> OfAsync(LinksDb db, UrlsOptions urls, Guid workspace, string? name, Dictionary<string, string[]> errors, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            return await db.Domains.Where(domain => domain.WorkspaceId == workspace || domain.Id == WellKnown.DefaultDomainId)
                .OrderBy(domain => domain.Id)
                .Select(domain => domain.Id)
                .ToArrayAsync(cancellationToken);
        }

        if (await FindDomain.ByNameAsync(db.Domains.AsNoTracking(), urls, workspace, name, cancellationToken) is { } found)
            return [found.Id];
        errors["domain"] = ["must be a registered domain"];
        return [];
    }
}
