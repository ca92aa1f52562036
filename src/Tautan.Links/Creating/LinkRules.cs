using System.Globalization;
using Tautan.Contracts;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;

namespace Tautan.Links.Creating;

/// <summary>What a link must be. Creating, bulk creation and changing ask here alike.</summary>
internal sealed class LinkRules(UrlsOptions urls)
{
    public const int MostDestinations = 16;
    private const int MostTags = 50;
    private const int LongestTag = 64;
    private const int LongestTitle = 500;

    // The gateway's table and every database keep instants of these years.
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Uri _base = urls.BaseUri();

    // As DestinationUrl has it: an IPv6 address in brackets.
    private readonly string _baseHost = urls.BaseUri() is var uri && uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;

    /// <summary>Checks a request and brings it into the form that is stored.</summary>
    /// <param name="request">What the caller gave.</param>
    /// <param name="errors">By field: what was expected. Empty where all is fine.</param>
    public LinkSpec Check(LinkRequest request, out Dictionary<string, string[]> errors)
    {
        var found = new Dictionary<string, string[]>();
        var spec = new LinkSpec
        {
            Slug = CheckSlug(request.Slug, found),
            DomainId = CheckDomain(request.Domain, found),
            Urls = CheckDestinations(request.Destinations, found),
            Title = LinkText.Check(request.Title, "title", LongestTitle, found) ?? "",
            Tags = CheckTags(request.Tags, found),
            RedirectStatus = request.RedirectStatus ?? 302,
            ForwardQuery = request.ForwardQuery ?? false,
            StartsAt = Instant(request.StartsAt, "startsAt", found),
            ExpiresAt = Instant(request.ExpiresAt, "expiresAt", found),
            Enabled = request.Enabled ?? true,
            Archived = request.Archived ?? false,
            FallbackUrl = request.FallbackUrl is null ? null : CheckUrl(request.FallbackUrl, "fallbackUrl", found),
            Health = HealthRules.Check(request.Health ?? new HealthRequest(), found),
        };
        if (spec.RedirectStatus is not (301 or 302 or 307 or 308))
            found["redirectStatus"] = ["must be 301, 302, 307 or 308"];
        if (spec.StartsAt is { } start && spec.ExpiresAt is { } end && start >= end)
            found["expiresAt"] = ["must be later than startsAt"];
        errors = found;
        return spec;
    }

    private static string? CheckSlug(string? slug, Dictionary<string, string[]> errors)
    {
        if (slug is null)
            return null;
        if (!Slug.TryNormalize(slug, out var normalized, out var error))
            errors["slug"] = [error];
        else if (Slug.ReservedEverywhere.Contains(Slug.FirstSegment(normalized)) || Slug.ReservedOnAdminHosts.Contains(Slug.FirstSegment(normalized)))
            errors["slug"] = [$"must not begin with '{Slug.FirstSegment(normalized)}', which belongs to the platform"];
        return normalized;
    }

    private Guid CheckDomain(string? domain, Dictionary<string, string[]> errors)
    {
        if (domain is not null && !domain.Equals(_base.Authority, StringComparison.OrdinalIgnoreCase))
            errors["domain"] = [$"must be a registered domain ({_base.Authority})"];
        return WellKnown.DefaultDomainId;
    }

    private List<string> CheckDestinations(IReadOnlyList<DestinationRequest?>? destinations, Dictionary<string, string[]> errors)
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
                urls.Add(CheckUrl(destination.Url, field + ".url", errors));
            else
                errors[field] = ["must be an object with a url"];
        }

        return urls;
    }

    private string CheckUrl(string? text, string field, Dictionary<string, string[]> errors)
    {
        if (!DestinationUrl.TryParse(text, out var url, out var error))
            errors[field] = [error];
        else if (url.Host.TrimEnd('.') == _baseHost && url.Port == _base.Port)
            errors[field] = [$"must not lead back to {_base.Authority}"];
        return text ?? "";
    }

    private static List<string> CheckTags(IReadOnlyList<string?>? tags, Dictionary<string, string[]> errors)
    {
        var result = new List<string>();
        if (tags is null)
            return result;
        if (tags.Count > MostTags)
            errors["tags"] = [$"must have at most {MostTags} tags"];
        for (var i = 0; i < Math.Min(tags.Count, MostTags); i++)
        {
            var tag = tags[i]?.Trim() ?? "";
            if (tag.Length is 0 or > LongestTag || !LinkText.IsText(tag) || tag.Any(char.IsControl) || tag.Contains(',', StringComparison.Ordinal))
                errors[$"tags[{i.ToString(CultureInfo.InvariantCulture)}]"] = [$"must have 1 to {LongestTag} characters, no comma and no control characters"];
            else if (!result.Contains(tag))
                result.Add(tag);
        }

        return result;
    }

    private static DateTimeOffset? Instant(DateTimeOffset? instant, string field, Dictionary<string, string[]> errors)
    {
        if (instant is { } given && (given < Earliest || given >= Latest))
            errors[field] = ["must be a date and time from 1970 to 9998"];
        return instant?.ToStored();
    }
}
