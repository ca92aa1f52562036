using Tautan.Platform.Web;

namespace Tautan.Links.Creating;

/// <summary>A link as a caller gives it. Only <see cref="Destinations"/> is required; null means the default.</summary>
[LaterFields("rules", "password")]
internal record LinkRequest
{
    public string? Slug { get; init; }

    public string? Domain { get; init; }

    public IReadOnlyList<DestinationRequest?>? Destinations { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Notes { get; init; }

    public IReadOnlyList<string?>? Tags { get; init; }

    public string? Owner { get; init; }

    public IReadOnlyDictionary<string, string?>? Metadata { get; init; }

    public UtmRequest? Utm { get; init; }

    public int? RedirectStatus { get; init; }

    public bool? ForwardQuery { get; init; }

    public bool? PathSuffix { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public bool? Enabled { get; init; }

    public bool? Archived { get; init; }

    public string? FallbackUrl { get; init; }

    public int? MaxVisits { get; init; }

    public HealthRequest? Health { get; init; }
}

/// <summary>The parameters by which analytics tell campaigns apart, each without its <c>utm_</c>.</summary>
internal sealed record UtmRequest
{
    public string? Source { get; init; }

    public string? Medium { get; init; }

    public string? Campaign { get; init; }

    public string? Term { get; init; }

    public string? Content { get; init; }
}

[LaterFields("weight")]
internal sealed record DestinationRequest
{
    public string? Url { get; init; }

    /// <summary>Of an existing destination, when a link is changed; it is kept where its URL is.</summary>
    public string? Id { get; init; }
}

internal sealed record HealthRequest
{
    public bool? Enabled { get; init; }

    public int? IntervalSeconds { get; init; }

    public int? TimeoutSeconds { get; init; }

    public int? FailuresToConfirm { get; init; }

    public int? RetrySeconds { get; init; }

    public int? SuccessesToRecover { get; init; }

    public string? Failback { get; init; }

    public int? FailbackHoldSeconds { get; init; }

    public string? ExpectedStatus { get; init; }

    public string? MustContain { get; init; }

    public string? MustNotContain { get; init; }

    /// <summary>By name. Answered with masked values.</summary>
    public IReadOnlyDictionary<string, string?>? RequestHeaders { get; init; }

    public bool? IgnoreTlsErrors { get; init; }

    /// <summary>Of <c>Notes.CanFail</c>.</summary>
    public IReadOnlyList<string?>? FailOn { get; init; }
}
