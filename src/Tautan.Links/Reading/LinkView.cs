using System.Text.Json.Serialization;
using Tautan.Links.Creating;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Reading;

/// <summary>A link as the outside sees it.</summary>
internal sealed record LinkView
{
    public required Guid Id { get; init; }

    [Field(Example = "\"go.example\"")]
    public required string Domain { get; init; }

    [Field(Example = "\"spring\"")]
    public required string Slug { get; init; }

    [Field(Format = "uri", Example = "\"https://go.example/spring\"")]
    public required string ShortUrl { get; init; }

    public required IReadOnlyList<DestinationView> Destinations { get; init; }

    /// <summary>Of the destination that serves.</summary>
    [Field(Values = ["up", "down", "unknown", "paused"])]
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

    [Field(Values = ["301", "302", "307", "308"])]
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

/// <summary>What a page says of itself.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its description.</param>
/// <param name="FaviconUrl">Its icon.</param>
/// <param name="ImageUrl">Its picture.</param>
/// <param name="FetchedAt">When this was so.</param>
/// <param name="Error">Why nothing is known; null: it is.</param>
internal sealed record PageView(string? Title, string? Description, string? FaviconUrl, string? ImageUrl, DateTimeOffset FetchedAt, string? Error);

/// <summary>A destination, and how it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">As given.</param>
/// <param name="Verdict">What its probes add up to.</param>
/// <param name="Reason">Why; null: it is up.</param>
/// <param name="Note">What is worth knowing besides.</param>
internal sealed record DestinationView(
    Guid Id,
    [property: Field(Example = "\"https://a.example/spring\"")] string Url,
    [property: Field(Values = ["up", "down", "unknown", "paused"])] string Verdict,
    string? Reason,
    string? Note);

/// <summary>How the destinations of a link are watched.</summary>
internal sealed record HealthView(
    bool Enabled,
    int IntervalSeconds,
    int TimeoutSeconds,
    int FailuresToConfirm,
    int RetrySeconds,
    int SuccessesToRecover,
    [property: Field(Values = ["auto", "manual"])] string Failback,
    int FailbackHoldSeconds,
    string? ExpectedStatus,
    string? MustContain,
    string? MustNotContain,
    IReadOnlyDictionary<string, string> RequestHeaders,
    bool IgnoreTlsErrors,
    IReadOnlyList<string> FailOn);
