using System.Globalization;
using Tautan.Contracts;
using Tautan.Links.Domains;
using Tautan.Links.Tagging;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;

namespace Tautan.Links.Creating;

/// <summary>What a link must be. Creating, bulk creation, importing and changing ask here alike.</summary>
internal static class LinkRules
{
    public const int MostDestinations = 16;
    private const int LongestTitle = 500;
    private const int LongestDescription = 2000;
    private const int LongestNotes = 10_000;
    private const int LongestOwner = 200;
    private const int MostVisits = 1_000_000_000;

    // The gateway's table and every database keep instants of these years.
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks a request and brings it into the form that is stored.</summary>
    /// <param name="request">What the caller gave.</param>
    /// <param name="domains">Those that the request speaks of.</param>
    /// <param name="errors">By field: what was expected. Empty where all is fine.</param>
    public static LinkSpec Check(LinkRequest request, KnownDomains domains, out Dictionary<string, string[]> errors)
    {
        var found = new Dictionary<string, string[]>();
        var domain = CheckDomain(request.Domain, domains, found);
        var spec = new LinkSpec
        {
            Slug = CheckSlug(request.Slug, domain, found),
            Domain = domain,
            Urls = CheckDestinations(request.Destinations, domains, found),
            Title = LinkText.Check(request.Title, "title", LongestTitle, found) ?? "",
            Description = LinkText.Check(request.Description, "description", LongestDescription, found) ?? "",
            Notes = LinkText.Check(request.Notes, "notes", LongestNotes, found) ?? "",
            Tags = TagRules.Check(request.Tags, found),
            Owner = LinkText.Check(request.Owner, "owner", LongestOwner, found) ?? "",
            Metadata = MetadataRules.Check(request.Metadata, found),
            Utm = UtmParameters.Check(request.Utm, found),
            RedirectStatus = request.RedirectStatus ?? domain.RedirectStatus,
            ForwardQuery = request.ForwardQuery ?? domain.ForwardQuery,
            PathSuffix = request.PathSuffix,
            StartsAt = Instant(request.StartsAt, "startsAt", found),
            ExpiresAt = Instant(request.ExpiresAt, "expiresAt", found),
            Enabled = request.Enabled ?? true,
            Archived = request.Archived ?? false,
            FallbackUrl = request.FallbackUrl is null ? null : CheckUrl(request.FallbackUrl, "fallbackUrl", domains, found),
            MaxVisits = request.MaxVisits,
            Health = HealthRules.Check(request.Health ?? new HealthRequest(), found),
        };
        if (!IsRedirect(spec.RedirectStatus))
            found["redirectStatus"] = [RedirectStatuses];
        if (spec.MaxVisits is < 1 or > MostVisits)
            found["maxVisits"] = [string.Create(CultureInfo.InvariantCulture, $"must be from 1 to {MostVisits}")];
        if (spec.StartsAt is { } start && spec.ExpiresAt is { } end && start >= end)
            found["expiresAt"] = ["must be later than startsAt"];
        for (var i = 0; spec.Utm is not null && i < spec.Urls.Count; i++)
        {
            if (UtmParameters.Compose(spec.Urls[i], spec.Utm).Length > DestinationUrl.MaxBytes)
                found[$"destinations[{i.ToString(CultureInfo.InvariantCulture)}].url"] = [$"must have at most {DestinationUrl.MaxBytes} bytes together with the utm parameters"];
        }

        errors = found;
        return spec;
    }

    public static string MustBeDomain(KnownDomains domains) => $"must be a registered domain, such as {domains.DefaultName}";

    public const string RedirectStatuses = "must be 301, 302, 307 or 308";

    public static bool IsRedirect(int status) => status is 301 or 302 or 307 or 308;

    /// <summary>Checks a URL that visitors are sent to.</summary>
    public static string CheckUrl(string? text, string field, KnownDomains domains, Dictionary<string, string[]> errors)
    {
        if (!DestinationUrl.TryParse(text, domains.Apps, out var url, out var error))
            errors[field] = [error];
        else if (domains.LeadsBackTo(url) is { } domain)
            errors[field] = [$"must not lead back to {domain}"];
        return text ?? "";
    }

    private static string? CheckSlug(string? slug, Domain domain, Dictionary<string, string[]> errors)
    {
        if (slug is null)
            return null;
        if (!Slug.TryNormalize(slug, out var normalized, out var error))
            errors["slug"] = [error];
        else if (Slug.ReservedEverywhere.Contains(Slug.FirstSegment(normalized)) || (domain.Id == WellKnown.DefaultDomainId && Slug.ReservedOnAdminHosts.Contains(Slug.FirstSegment(normalized))))
            errors["slug"] = [$"must not begin with '{Slug.FirstSegment(normalized)}', which belongs to the platform"];
        return normalized;
    }

    private static Domain CheckDomain(string? name, KnownDomains domains, Dictionary<string, string[]> errors)
    {
        if (domains.Find(name) is { } domain)
            return domain;
        errors["domain"] = [MustBeDomain(domains)];
        return domains.Default;
    }

    private static List<string> CheckDestinations(IReadOnlyList<DestinationRequest?>? destinations, KnownDomains domains, Dictionary<string, string[]> errors)
    {
        var urls = new List<string>();
        if (destinations is null || destinations.Count is 0 or > MostDestinations)
        {
            errors["destinations"] = [$"must have 1 to {MostDestinations} destinations{(destinations is null ? "" : $", and has {destinations.Count.ToString(CultureInfo.InvariantCulture)}")}"];
            return urls;
        }

        for (var i = 0; i < destinations.Count; i++)
        {
            var field = $"destinations[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (destinations[i] is { } destination)
                urls.Add(CheckUrl(destination.Url, field + ".url", domains, errors));
            else
                errors[field] = ["must be an object with a url"];
        }

        return urls;
    }

    private static DateTimeOffset? Instant(DateTimeOffset? instant, string field, Dictionary<string, string[]> errors)
    {
        if (instant is { } given && (given < Earliest || given >= Latest))
            errors[field] = ["must be a date and time from 1970 to 9998"];
        return instant?.ToStored();
    }
}
