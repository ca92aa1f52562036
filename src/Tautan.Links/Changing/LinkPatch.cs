using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Contracts.Health;
using Tautan.Links.Creating;
using Tautan.Links.Domains;
using Tautan.Platform.Web;

namespace Tautan.Links.Changing;

/// <summary>A JSON merge patch (RFC 7396) of a link.</summary>
internal static class LinkPatch
{
    /// <summary>The link as a caller would give it, with the patch applied.</summary>
    /// <param name="link">As it is.</param>
    /// <param name="domain">The name of its domain; empty: the default one.</param>
    /// <param name="patch">What of it becomes another.</param>
    public static LinkRequest Merge(Link link, string domain, JsonObject patch)
    {
        var merged = MergePatch.Apply(JsonSerializer.SerializeToNode(RequestOf(link, domain), JsonBody.Options), patch);
        Unmask(merged, link);
        return merged.Deserialize<LinkRequest>(JsonBody.Options)!;
    }

    /// <summary>Checks what a patched link has become.</summary>
    public static LinkSpec Check(Link link, LinkRequest merged, JsonObject patch, KnownDomains domains, out Dictionary<string, string[]> errors)
    {
        // A slug that was good when the link was made stays, whatever new ones must be.
        var isKept = merged.Slug == link.Slug && domains.Find(merged.Domain)?.Id == link.DomainId;
        var spec = LinkRules.Check(isKept ? merged with { Slug = null } : merged, domains, out errors);
        if (spec.Health.RequestHeaders is not null && LeadsElsewhere(link, spec) && !NamesAllHeaders(link, patch))
            errors["health.requestHeaders"] = ["must be given anew, each value or null, where a destination on another server is added: they would be sent to it"];
        return spec;
    }

    /// <summary>A link as its caller would have given it.</summary>
    public static LinkRequest RequestOf(Link link, string domain) => new()
    {
        Slug = link.Slug,
        Domain = domain.Length == 0 ? null : domain,
        Destinations = [.. link.Destinations.Where(destination => destination.Route == 0).OrderBy(destination => destination.Position).Select(destination => new DestinationRequest { Url = destination.Url })],
        Title = NullIfEmpty(link.Title),
        Description = NullIfEmpty(link.Description),
        Notes = NullIfEmpty(link.Notes),
        Tags = [.. link.Tags.Select(tag => tag.Tag).Order(StringComparer.Ordinal)],
        Owner = NullIfEmpty(link.Owner),
        Metadata = MetadataRules.Read(link.Metadata).ToDictionary(pair => pair.Key, string? (pair) => pair.Value),
        Utm = UtmParameters.Read(link.Utm),
        RedirectStatus = link.RedirectStatus,
        ForwardQuery = link.ForwardQuery,
        PathSuffix = link.PathSuffix,
        StartsAt = link.StartsAt,
        ExpiresAt = link.ExpiresAt,
        Enabled = link.Enabled,
        Archived = link.Archived,
        FallbackUrl = link.FallbackUrl,
        MaxVisits = link.MaxVisits,
        Health = new HealthRequest
        {
            Enabled = link.Health.Enabled,
            IntervalSeconds = link.Health.IntervalSeconds,
            TimeoutSeconds = link.Health.TimeoutSeconds,
            FailuresToConfirm = link.Health.FailuresToConfirm,
            RetrySeconds = link.Health.RetrySeconds,
            SuccessesToRecover = link.Health.SuccessesToRecover,
            Failback = link.Health.ManualFailback ? "manual" : "auto",
            FailbackHoldSeconds = link.Health.FailbackHoldSeconds,
            ExpectedStatus = link.Health.ExpectedStatus,
            MustContain = link.Health.MustContain,
            MustNotContain = link.Health.MustNotContain,
            RequestHeaders = LinkHeaders.Read(link.Health.RequestHeaders) is { Count: > 0 } headers ? headers.ToDictionary(header => header.Key, string? (header) => header.Value) : null,
            IgnoreTlsErrors = link.Health.IgnoreTlsErrors,
            FailOn = link.Health.FailOn?.Split(','),
        },
    };

    // What is masked from somebody he shall not get by way of a server of his own.
    private static bool LeadsElsewhere(Link link, LinkSpec spec)
    {
        var known = link.Destinations.Select(destination => VerdictFeedKeys.OriginOf(destination.Url)).ToHashSet(StringComparer.Ordinal);
        return spec.Urls.Any(url => !known.Contains(VerdictFeedKeys.OriginOf(url)));
    }

    private static bool NamesAllHeaders(Link link, JsonObject patch) =>
        patch["health"] is JsonObject health && health.TryGetPropertyValue("requestHeaders", out var given)
        && (given is null || (given is JsonObject headers && LinkHeaders.Read(link.Health.RequestHeaders).All(header =>
            headers.TryGetPropertyValue(header.Key, out var value) && value?.ToString() != LinkHeaders.Mask)));

    // Who sends back what was read means the value that was hidden.
    private static void Unmask(JsonNode? merged, Link link)
    {
        if (merged?["health"]?["requestHeaders"] is not JsonObject headers)
            return;
        foreach (var (name, value) in LinkHeaders.Read(link.Health.RequestHeaders))
        {
            if (headers[name] is JsonValue given && given.TryGetValue(out string? text) && text == LinkHeaders.Mask)
                headers[name] = value;
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
