using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Listing;

/// <summary>Which links: what <c>GET /api/v1/links</c> is asked for with. All of it must hold.</summary>
internal sealed record LinkFilter
{
    /// <summary>A part of slug, title, a tag or a destination, whatever its case.</summary>
    [Field(Maximum = 200)]
    public string? Search { get; init; }

    /// <summary>A part of the slug.</summary>
    public string? Slug { get; init; }

    /// <summary>Links with all of these tags.</summary>
    [Field(Maximum = 20, Example = "[\"sale\"]")]
    public IReadOnlyList<string>? Tag { get; init; }

    /// <summary>Links with one of these tags.</summary>
    [Field(Maximum = 20)]
    public IReadOnlyList<string>? TagAny { get; init; }

    /// <summary>Links with none of these tags.</summary>
    [Field(Maximum = 20)]
    public IReadOnlyList<string>? TagNone { get; init; }

    /// <summary>Of the destination that serves.</summary>
    [Field(Values = ["up", "down", "unknown", "paused"])]
    public string? Verdict { get; init; }

    /// <summary>Whether something else than the first destination serves.</summary>
    public bool? FailedOver { get; init; }

    /// <summary>The name of a registered domain.</summary>
    public string? Domain { get; init; }

    /// <summary>Whether it redirects now, and why not.</summary>
    [Field(Values = ["active", "scheduled", "expired", "disabled"])]
    public string? Status { get; init; }

    /// <summary>Archived ones, others, or <c>any</c>. Null: false.</summary>
    [Field(Values = ["true", "false", "any"])]
    public string? Archived { get; init; }

    /// <summary>The host of a destination.</summary>
    public string? Host { get; init; }

    /// <summary>Whether it has an end.</summary>
    public bool? HasExpiry { get; init; }

    /// <summary>At or after.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>At or after.</summary>
    public DateTimeOffset? UpdatedAfter { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }
}
