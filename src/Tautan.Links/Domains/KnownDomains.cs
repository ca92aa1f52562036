using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Links.Creating;
using Tautan.Platform.Hosting;
using Tautan.Platform.Urls;

namespace Tautan.Links.Domains;

/// <summary>What some requests need to know of domains, read at once: those that they name, and those that their destinations would lead back to.</summary>
internal sealed class KnownDomains
{
    private readonly Uri _base;
    private readonly string _baseHost;
    private readonly Dictionary<string, Domain> _own;
    private readonly HashSet<string> _served;

    private KnownDomains(Uri baseUri, AppSchemes apps, Guid workspace, List<Domain> rows)
    {
        Apps = apps;
        _base = baseUri;
        _baseHost = HostOf(baseUri);
        Default = rows.Find(row => row.Id == WellKnown.DefaultDomainId) ?? new Domain { Id = WellKnown.DefaultDomainId, WorkspaceId = WellKnown.WorkspaceId };
        _own = rows.Where(row => row.WorkspaceId == workspace && row.Name.Length != 0).ToDictionary(row => row.Name, StringComparer.Ordinal);
        _served = rows.Where(row => row.VerifiedAt is not null).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
    }

    public Domain Default { get; }

    /// <summary>The apps that destinations may open.</summary>
    public AppSchemes Apps { get; }

    /// <summary>Host and port of the default domain.</summary>
    public string DefaultName => _base.Authority;

    public static async Task<KnownDomains> LoadAsync(LinksDb db, UrlsOptions urls, AppSchemes apps, Guid workspace, IEnumerable<LinkRequest> requests, CancellationToken cancellationToken)
    {
        var names = requests.SelectMany(NamesIn).Distinct(StringComparer.Ordinal).ToArray();
        var rows = names.Length == 0
            ? await db.Domains.AsNoTracking().Where(row => row.Id == WellKnown.DefaultDomainId).ToListAsync(cancellationToken)
            : await db.Domains.AsNoTracking().Where(row => row.Id == WellKnown.DefaultDomainId || EF.Parameter(names).Contains(row.Name)).ToListAsync(cancellationToken);
        return new KnownDomains(urls.BaseUri(), apps, workspace, rows);
    }

    /// <summary>The workspace's domain of this name, or the default one.</summary>
    /// <param name="name">As given; null: the default one.</param>
    public Domain? Find(string? name)
    {
        if (name is null || DefaultDomain.IsNamed(_base, name))
            return Default;
        return DomainName.TryNormalize(name, out var normalized) ? _own.GetValueOrDefault(normalized) : null;
    }

    /// <summary>The domain of this platform that a URL leads back to; null: none.</summary>
    public string? LeadsBackTo(DestinationUrl url)
    {
        if (url.Port == 0)
            return null;
        var host = url.Host.TrimEnd('.');
        // At one of the usual ports is what leads to the other.
        if (host == _baseHost && (url.Port == _base.Port || (_base.IsDefaultPort && url.Port is 80 or 443)))
            return _base.Authority;
        var withPort = string.Create(CultureInfo.InvariantCulture, $"{host}:{url.Port}");
        if (_served.Contains(withPort))
            return withPort;
        return _served.Contains(host) && (url.Port is 80 or 443 || url.Port == _base.Port) ? host : null;
    }

    // As DestinationUrl has it: an IPv6 address in brackets.
    private static string HostOf(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;

    private static IEnumerable<string> NamesIn(LinkRequest request)
    {
        if (request.Domain is not null && DomainName.TryNormalize(request.Domain, out var name))
            yield return name;
        foreach (var text in (request.Destinations ?? []).Take(LinkRules.MostDestinations).Select(destination => destination?.Url).Append(request.FallbackUrl))
        {
            if (text is null || !DestinationUrl.TryParse(text, out var url, out _))
                continue;
            yield return url.Host.TrimEnd('.');
            yield return string.Create(CultureInfo.InvariantCulture, $"{url.Host.TrimEnd('.')}:{url.Port}");
        }
    }
}
