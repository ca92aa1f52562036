using Tautan.Contracts.Health;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Creating;

/// <summary>A link as a caller gives it. Only <see cref="Destinations"/> is required; null means the default.</summary>
[LaterFields("rules", "password")]
internal record LinkRequest
{
    /// <summary>What follows the domain: 1 to 128 characters, Unicode letters, marks, digits, emoji, <c>-._~</c>, and <c>/</c> inside. Null: one is generated.</summary>
    [Field(Maximum = 128, Example = "\"spring\"")]
    public string? Slug { get; init; }

    /// <summary>The name of a registered domain. Null: the default domain.</summary>
    public string? Domain { get; init; }

    /// <summary>In order: the first one that is not down serves.</summary>
    [Field(IsRequired = true, Minimum = 1, Maximum = 16)]
    public IReadOnlyList<DestinationRequest?>? Destinations { get; init; }

    /// <summary>For people. Null: that of the page it leads to.</summary>
    [Field(Maximum = 500, Example = "\"Spring sale\"")]
    public string? Title { get; init; }

    /// <summary>For people.</summary>
    [Field(Maximum = 2000)]
    public string? Description { get; init; }

    /// <summary>For those who keep it.</summary>
    [Field(Maximum = 10_000)]
    public string? Notes { get; init; }

    /// <summary>Each 1 to 64 characters, without commas.</summary>
    [Field(Maximum = 50, Example = "[\"sale\"]")]
    public IReadOnlyList<string?>? Tags { get; init; }

    /// <summary>Whoever answers for it.</summary>
    [Field(Maximum = 200)]
    public string? Owner { get; init; }

    /// <summary>The caller's own: keys of 1 to 64 characters, texts of at most 500.</summary>
    [Field(Maximum = 20)]
    public IReadOnlyDictionary<string, string?>? Metadata { get; init; }

    /// <summary>Parameters that are added to every destination.</summary>
    public UtmRequest? Utm { get; init; }

    /// <summary>What the redirect answers: 301, 302, 307 or 308. Null: as the domain says.</summary>
    [Field(Values = ["301", "302", "307", "308"], Example = "302")]
    public int? RedirectStatus { get; init; }

    /// <summary>Whether the visitor's query string is passed on. Null: as the domain says.</summary>
    public bool? ForwardQuery { get; init; }

    /// <summary>Whether what follows the slug in the visitor's path is passed on. Null: as the domain says.</summary>
    public bool? PathSuffix { get; init; }

    /// <summary>Before it, the answer is 404.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>From it on, the answer is 410.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it redirects. Null: true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether lists hide it; it redirects all the same. Null: false.</summary>
    public bool? Archived { get; init; }

    /// <summary>Where it leads when all destinations are down. Null: to the first one.</summary>
    [Field(Format = "uri")]
    public string? FallbackUrl { get; init; }

    /// <summary>After how many clicks it is to end; kept, and not enforced.</summary>
    [Field(Minimum = 1, Maximum = 1_000_000_000)]
    public int? MaxVisits { get; init; }

    /// <summary>How its destinations are watched.</summary>
    public HealthRequest? Health { get; init; }
}

/// <summary>The parameters by which analytics tell campaigns apart, each without its <c>utm_</c>.</summary>
internal sealed record UtmRequest
{
    /// <summary>Where the visitors come from.</summary>
    [Field(Maximum = 200, Example = "\"newsletter\"")]
    public string? Source { get; init; }

    /// <summary>By what means.</summary>
    [Field(Maximum = 200, Example = "\"email\"")]
    public string? Medium { get; init; }

    /// <summary>For which campaign.</summary>
    [Field(Maximum = 200, Example = "\"spring\"")]
    public string? Campaign { get; init; }

    /// <summary>For which words of a search.</summary>
    [Field(Maximum = 200)]
    public string? Term { get; init; }

    /// <summary>Which of several things of a campaign was clicked.</summary>
    [Field(Maximum = 200)]
    public string? Content { get; init; }
}

/// <summary>Where a link leads.</summary>
[LaterFields("weight")]
internal sealed record DestinationRequest
{
    /// <summary>An absolute http or https URL of at most 8,192 bytes, and not one of this installation; or that of an app whose scheme is allowed by setting.</summary>
    [Field(IsRequired = true, Format = "uri", Example = "\"https://a.example/spring\"")]
    public string? Url { get; init; }

    /// <summary>Of an existing destination, when a link is changed; it is kept where its URL is.</summary>
    public string? Id { get; init; }
}

/// <summary>How the destinations of a link are watched; null means the default.</summary>
internal sealed record HealthRequest
{
    /// <summary>Whether they are fetched at all. Null: true.</summary>
    public bool? Enabled { get; init; }

    /// <summary>How far apart probes are. Null: 60.</summary>
    [Field(Minimum = 10, Maximum = 86_400, Example = "60")]
    public int? IntervalSeconds { get; init; }

    /// <summary>How long a probe may take. Null: 10.</summary>
    [Field(Minimum = 1, Maximum = 60, Example = "10")]
    public int? TimeoutSeconds { get; init; }

    /// <summary>So many failures in a row make it down. Null: 3.</summary>
    [Field(Minimum = 1, Maximum = 10, Example = "3")]
    public int? FailuresToConfirm { get; init; }

    /// <summary>How long after a failure the next probe begins. Null: 5.</summary>
    [Field(Minimum = 1, Maximum = 300, Example = "5")]
    public int? RetrySeconds { get; init; }

    /// <summary>So many successes in a row make it up again. Null: 2.</summary>
    [Field(Minimum = 1, Maximum = 10, Example = "2")]
    public int? SuccessesToRecover { get; init; }

    /// <summary>Whether visitors return by themselves or when somebody says so. Null: <c>auto</c>.</summary>
    [Field(Values = ["auto", "manual"])]
    public string? Failback { get; init; }

    /// <summary>How long it must succeed before visitors return. Null: 30.</summary>
    [Field(Minimum = 0, Maximum = 86_400, Example = "30")]
    public int? FailbackHoldSeconds { get; init; }

    /// <summary>A list of statuses and ranges that are right. Null: as the documentation of verdicts says.</summary>
    [Field(Example = "\"200-299,404\"")]
    public string? ExpectedStatus { get; init; }

    /// <summary>Text that must be on the page.</summary>
    [Field(Maximum = 1000)]
    public string? MustContain { get; init; }

    /// <summary>Text that must not be on the page.</summary>
    [Field(Maximum = 1000)]
    public string? MustNotContain { get; init; }

    /// <summary>By name: sent with every probe. Answered with masked values.</summary>
    [Field(Maximum = 10)]
    public IReadOnlyDictionary<string, string?>? RequestHeaders { get; init; }

    /// <summary>Whether a bad certificate is no failure. Null: false.</summary>
    public bool? IgnoreTlsErrors { get; init; }

    /// <summary>Notes that are failures of this link.</summary>
    [Field(Values = [Notes.Drifted, Notes.Parked, Notes.Soft404])]
    public IReadOnlyList<string?>? FailOn { get; init; }
}
