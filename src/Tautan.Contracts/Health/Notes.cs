namespace Tautan.Contracts.Health;

/// <summary>What is worth knowing about a verdict or a probe and does not change it. Stable.</summary>
public static class Notes
{
    /// <summary>It answers, but not to us: 401, 402, 403, 405, 406, 407, 418, 429, 451, 999, or another 4xx that is no failure.</summary>
    public const string Restricted = "restricted";

    public const string RateLimited = "rate_limited";

    /// <summary>A page answers, and says that it is not the one: its title says not found, or it redirects to the root of its site where it did not before.</summary>
    public const string Soft404 = "soft_404";

    /// <summary>It answers from another host than before, or with a page that has nothing in common with what was there at first.</summary>
    public const string Drifted = "drifted";

    /// <summary>What answers is a page for a domain that is for sale or ended.</summary>
    public const string Parked = "parked";

    /// <summary>The certificate ends within 14 days.</summary>
    public const string CertificateEnds = "certificate_ends";

    /// <summary>It failed back twice within an hour and failed again: it stays down until 10 minutes of unbroken success.</summary>
    public const string Flapping = "flapping";

    /// <summary>It succeeds again; the hold has not ended.</summary>
    public const string Holding = "holding";

    /// <summary>It succeeds again, and waits for <c>POST /api/v1/links/{id}/failback</c>.</summary>
    public const string AwaitingFailback = "awaiting_failback";

    /// <summary>Failures were seen and are not yet confirmed.</summary>
    public const string Confirming = "confirming";

    /// <summary>Health cannot see the network; the verdict stands still.</summary>
    public const string Blind = "blind";

    public static readonly IReadOnlyList<string> All =
        [Restricted, RateLimited, Soft404, Drifted, Parked, CertificateEnds, Flapping, Holding, AwaitingFailback, Confirming, Blind];

    /// <summary>What a link may say is a failure (<c>health.failOn</c>); the reason has the same name then.</summary>
    public static readonly IReadOnlyList<string> CanFail = [Drifted, Parked, Soft404];
}
