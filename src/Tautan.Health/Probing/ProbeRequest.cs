using Tautan.Health.Pages;

namespace Tautan.Health.Probing;

/// <summary>What to probe.</summary>
/// <param name="Url">An absolute http or https URL. Anything else is not fetched and answered with <see cref="ProbeFailure.NotPublic"/>.</param>
/// <param name="Timeout">For everything together: all hops, each with DNS, connect, TLS, first byte and body. More than zero.</param>
/// <param name="KeepBody">Whether anybody will look at <see cref="ProbeResult.Body"/>. The body is read (up to 64 KB) either way.</param>
internal sealed record ProbeRequest(string Url, TimeSpan Timeout, bool KeepBody = true)
{
    /// <summary>On whose behalf, which says what networks may be looked into; null: on the operator's own.</summary>
    public Guid? Workspace { get; init; }

    /// <summary>Sent to the origin of <see cref="Url"/> and to no other that it redirects to: they may hold secrets.</summary>
    public ProbeHeaders Headers { get; init; } = ProbeHeaders.None;

    /// <summary>Takes any certificate.</summary>
    public bool IgnoreTlsErrors { get; init; }

    /// <summary>What the page was when it was last looked at: what is still the same is not read again.</summary>
    public PageSight? KnownPage { get; init; }

    /// <summary>The title that was there at first: a page that still has it is not looked at any closer. Null: there was none, or nothing is known.</summary>
    public string? FirstTitle { get; init; }
}
