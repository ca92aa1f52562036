using Microsoft.Extensions.Primitives;
using Tautan.Contracts.Health;

namespace Tautan.Links.Listing;

internal enum LinkStatus
{
    /// <summary>Redirects now.</summary>
    Active,

    /// <summary>Begins later.</summary>
    Scheduled,

    /// <summary>Is over.</summary>
    Expired,

    /// <summary>Is switched off.</summary>
    Disabled,
}

/// <summary>Which links: for lists, and for changes and deletions of many. All of them must hold.</summary>
internal sealed record LinkCriteria
{
    private const int LongestSearch = 200;
    private const int MostTags = 20;

    public static readonly IReadOnlyList<string> Names =
    [
        "search", "slug", "tag", "tagAny", "tagNone", "verdict", "failedOver", "domain", "status", "archived", "host", "hasExpiry",
        "createdAfter", "createdBefore", "updatedAfter", "updatedBefore",
    ];

    /// <summary>A part of slug, title, a tag or a destination, whatever its case.</summary>
    public string? Search { get; init; }

    public string? Slug { get; init; }

    /// <summary>All of these.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>At least one of these; empty: no matter.</summary>
    public IReadOnlyList<string> AnyTags { get; init; } = [];

    /// <summary>None of these.</summary>
    public IReadOnlyList<string> NoTags { get; init; } = [];

    public Verdict? Verdict { get; init; }

    public bool? FailedOver { get; init; }

    /// <summary>The name of a domain, as given.</summary>
    public string? Domain { get; init; }

    public LinkStatus? Status { get; init; }

    /// <summary>Null: no matter.</summary>
    public bool? Archived { get; init; }

    /// <summary>The host of a destination.</summary>
    public string? Host { get; init; }

    public bool? HasExpiry { get; init; }

    /// <summary>At or after.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    public DateTimeOffset? UpdatedAfter { get; init; }

    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="given">The values by name.</param>
    /// <param name="errors">By name: what was expected.</param>
    public static LinkCriteria Read(Func<string, StringValues> given, Dictionary<string, string[]> errors)
    {
        var result = new LinkCriteria
        {
            Search = CriteriaReading.Text(given("search")),
            Slug = CriteriaReading.Text(given("slug")) is { } slug ? CriteriaReading.Composed(slug) : null,
            Tags = CriteriaReading.Texts(given("tag")),
            AnyTags = CriteriaReading.Texts(given("tagAny")),
            NoTags = CriteriaReading.Texts(given("tagNone")),
            Verdict = CriteriaReading.OneOf(given("verdict"), "verdict", errors, ("up", Contracts.Health.Verdict.Up), ("down", Contracts.Health.Verdict.Down), ("unknown", Contracts.Health.Verdict.Unknown), ("paused", Contracts.Health.Verdict.Paused)),
            FailedOver = CriteriaReading.BoolOf(given("failedOver"), "failedOver", errors),
            Domain = CriteriaReading.Text(given("domain")),
            Status = CriteriaReading.OneOf(given("status"), "status", errors, ("active", LinkStatus.Active), ("scheduled", LinkStatus.Scheduled), ("expired", LinkStatus.Expired), ("disabled", LinkStatus.Disabled)),
            Archived = given("archived").ToString() == "any" ? null : CriteriaReading.BoolOf(given("archived"), "archived", errors, "true, false or any") ?? false,
            Host = CriteriaReading.Text(given("host")) is { } host ? CriteriaReading.HostOf(host) : null,
            HasExpiry = CriteriaReading.BoolOf(given("hasExpiry"), "hasExpiry", errors),
            CreatedAfter = CriteriaReading.InstantOf(given("createdAfter"), "createdAfter", errors),
            CreatedBefore = CriteriaReading.InstantOf(given("createdBefore"), "createdBefore", errors),
            UpdatedAfter = CriteriaReading.InstantOf(given("updatedAfter"), "updatedAfter", errors),
            UpdatedBefore = CriteriaReading.InstantOf(given("updatedBefore"), "updatedBefore", errors),
        };
        if (result.Search is { Length: > LongestSearch })
            errors["search"] = [$"must have at most {LongestSearch} characters"];
        foreach (var (name, tags) in new[] { ("tag", result.Tags), ("tagAny", result.AnyTags), ("tagNone", result.NoTags) })
        {
            if (tags.Count > MostTags)
                errors[name] = [$"must be given at most {MostTags} times"];
        }

        return result;
    }
}
