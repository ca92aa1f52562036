using System.Text.Json.Serialization;
using Tautan.Links.Creating;

namespace Tautan.Links.Reading;

/// <summary>A link as the outside sees it.</summary>
internal sealed record LinkView
{
    public required Guid Id { get; init; }

    public required string Domain { get; init; }

    public required string Slug { get; init; }

    public required string ShortUrl { get; init; }

    public required IReadOnlyList<DestinationView> Destinations { get; init; }

    /// <summary>Of the destination that serves: <c>up</c>, <c>down</c>, <c>unknown</c>, <c>paused</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>What serves is not the first destination.</summary>
    public required bool FailedOver { get; init; }

    /// <summary>The destination that serves; null: the fallback does.</summary>
    public required Guid? Serving { get; init; }

    /// <summary>The caller's own, else that of the page it leads to.</summary>
    public required string? Title { get; init; }

    public required string? Description { get; init; }

    public required string? Notes { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string? Owner { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>What is added to every destination; null: nothing.</summary>
    public required UtmRequest? Utm { get; init; }

    public required int RedirectStatus { get; init; }

    public required bool ForwardQuery { get; init; }

    /// <summary>Null: as the domain says.</summary>
    public required bool? PathSuffix { get; init; }

    public required DateTimeOffset? StartsAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required bool Enabled { get; init; }

    public required bool Archived { get; init; }

    public required string? FallbackUrl { get; init; }

    /// <summary>After how many clicks it is to end; not enforced.</summary>
    public required int? MaxVisits { get; init; }

    /// <summary>Clicks that another system counted.</summary>
    public required long ImportedClicks { get; init; }

    public required HealthView Health { get; init; }

    /// <summary>What the first destination says of itself; null: not fetched.</summary>
    public required PageView? Page { get; init; }

    /// <summary>The subject that made it.</summary>
    public required string? CreatedBy { get; init; }

    public required long Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore]
    public string ETag => $"\"{Revision}\"";
}

internal sealed record PageView(string? Title, string? Description, string? FaviconUrl, string? ImageUrl, DateTimeOffset FetchedAt, string? Error);

internal sealed record DestinationView(Guid Id, string Url, string Verdict, string? Reason, string? Note);

internal sealed record HealthView(
    bool Enabled,
    int IntervalSeconds,
    int TimeoutSeconds,
    int FailuresToConfirm,
    int RetrySeconds,
    int SuccessesToRecover,
    string Failback,
    int FailbackHoldSeconds,
    string? ExpectedStatus,
    string? MustContain,
    string? MustNotContain,
    IReadOnlyDictionary<string, string> RequestHeaders,
    bool IgnoreTlsErrors,
    IReadOnlyList<string> FailOn);
