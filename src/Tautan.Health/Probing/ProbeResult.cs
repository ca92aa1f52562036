using Tautan.Health.Pages;

namespace Tautan.Health.Probing;

/// <summary>What one probe saw. Facts only: whether that is good is for <see cref="Expectation"/> to say.</summary>
internal sealed record ProbeResult
{
    /// <summary>The URL that was asked for.</summary>
    public required string Url { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How far it got; that of the last hop.</summary>
    public ProbeFailure Failure { get; init; }

    /// <summary>Of <c>Reasons</c>; null exactly where <see cref="Failure"/> is <see cref="ProbeFailure.None"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason in words, for a person. May quote the server; at most 256 characters. Null where there is nothing to add.</summary>
    public string? Detail { get; init; }

    /// <summary>The last answer's status; null where no answer came. Set for failures after it, too.</summary>
    public int? Status { get; init; }

    /// <summary>Every request, in order; the last is the one that the rest of the result is about. At least one.</summary>
    public required IReadOnlyList<ProbeHop> Hops { get; init; }

    public required ProbeTimings Timings { get; init; }

    /// <summary>Null for http and where no certificate was shown.</summary>
    public ProbeCertificate? Certificate { get; init; }

    /// <summary>"1.0", "1.1", "2"; null where no answer came.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>The first 64 KB of the last answer, decoded; null where there is none or <see cref="ProbeRequest.KeepBody"/> was false.</summary>
    public string? Body { get; init; }

    /// <summary>The answer goes on after what was read.</summary>
    public bool BodyCut { get; init; }

    /// <summary>What the last answer's page says; null where it is no success or no HTML.</summary>
    public PageSight? Page { get; init; }

    /// <summary>The page is that of a domain that is for sale or ended.</summary>
    public bool IsParked { get; init; }

    /// <summary>How long the server asked to be left alone (RFC 9110 §10.2.3), counted from its answer; never negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer's headers are those of a bot wall: it judges us, and does not speak for the page.</summary>
    public bool BotWall { get; init; }

    /// <summary>The address of the last hop; null where none was found.</summary>
    public RemoteAddress? Remote => Hops[^1].Remote;
}
