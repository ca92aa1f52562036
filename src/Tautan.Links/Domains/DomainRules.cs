using System.Globalization;
using Tautan.Links.Creating;
using Tautan.Platform.Urls;

namespace Tautan.Links.Domains;

/// <summary>What a domain must be.</summary>
internal static class DomainRules
{
    private const int ShortestSlug = 3;
    private const int LongestSlug = 64;

    /// <summary>Sets what a request says of a domain; its name and its case rule are not among it.</summary>
    /// <param name="domain">Written to.</param>
    /// <param name="request">What the caller gave.</param>
    /// <param name="errors">By field: what was expected.</param>
    public static void Set(Domain domain, DomainRequest request, Dictionary<string, string[]> errors)
    {
        var defaults = new Domain();
        domain.RedirectStatus = request.RedirectStatus ?? defaults.RedirectStatus;
        domain.ForwardQuery = request.ForwardQuery ?? defaults.ForwardQuery;
        domain.PathSuffix = request.PathSuffix ?? defaults.PathSuffix;
        domain.SlugLength = request.SlugLength ?? defaults.SlugLength;
        domain.DisallowRobots = request.DisallowRobots ?? defaults.DisallowRobots;
        domain.BaseRedirectUrl = CheckUrl(request.BaseRedirectUrl, "baseRedirectUrl", errors);
        domain.UnknownRedirectUrl = CheckUrl(request.UnknownRedirectUrl, "unknownRedirectUrl", errors);
        domain.ExpiredRedirectUrl = CheckUrl(request.ExpiredRedirectUrl, "expiredRedirectUrl", errors);
        if (!LinkRules.IsRedirect(domain.RedirectStatus))
            errors["redirectStatus"] = [LinkRules.RedirectStatuses];
        if (domain.SlugLength is < ShortestSlug or > LongestSlug)
            errors["slugLength"] = [string.Create(CultureInfo.InvariantCulture, $"must be from {ShortestSlug} to {LongestSlug}")];
    }

    public static DomainRequest RequestOf(Domain domain) => new()
    {
        RedirectStatus = domain.RedirectStatus,
        ForwardQuery = domain.ForwardQuery,
        PathSuffix = domain.PathSuffix,
        SlugLength = domain.SlugLength,
        DisallowRobots = domain.DisallowRobots,
        BaseRedirectUrl = domain.BaseRedirectUrl,
        UnknownRedirectUrl = domain.UnknownRedirectUrl,
        ExpiredRedirectUrl = domain.ExpiredRedirectUrl,
    };

    // A page of this installation, even one of the same domain, is a good place to lead to: what is found there is found.
    private static string? CheckUrl(string? url, string field, Dictionary<string, string[]> errors)
    {
        if (url is not null && !DestinationUrl.TryParse(url, out _, out var error))
            errors[field] = [error];
        return url;
    }
}
