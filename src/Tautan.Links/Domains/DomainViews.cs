using Tautan.Contracts;
using Tautan.Links.Domains.Verification;
using Tautan.Platform.Hosting;

namespace Tautan.Links.Domains;

/// <summary>Makes of a stored domain what the outside sees.</summary>
internal sealed class DomainViews(UrlsOptions urls)
{
    private readonly string _default = urls.BaseUri().Authority;

    public DomainView Of(Domain domain, long links)
    {
        var isDefault = domain.Id == WellKnown.DefaultDomainId;
        var name = isDefault ? _default : domain.Name;
        return new DomainView(
            name,
            DomainName.Shown(name),
            isDefault,
            domain.VerifiedAt is not null,
            domain.VerifiedAt is null ? Proof.Asked(domain) : null,
            domain.RedirectStatus,
            domain.ForwardQuery,
            domain.PathSuffix,
            domain.CaseSensitive,
            domain.SlugLength,
            domain.DisallowRobots,
            domain.BaseRedirectUrl,
            domain.UnknownRedirectUrl,
            domain.ExpiredRedirectUrl,
            links,
            domain.CreatedAt,
            domain.UpdatedAt)
        {
            Revision = domain.Revision,
        };
    }
}
