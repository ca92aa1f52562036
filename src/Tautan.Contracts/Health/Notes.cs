namespace Tautan.Contracts.Health;

/// <summary>What is worth knowing about a verdict or a probe and does not change it. Stable.</summary>
public static class Notes
{
    /// <summary>It answers, but not to us: 401, 402, 403, 405, 406, 407, 418, 429, 451, 999, or another 4xx that is no failure.</summary>
    public const string Restricted = "restricted";

    public const string RateLimited = "rate_limited";

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
        [Restricted, RateLimited, Flapping, Holding, AwaitingFailback, Confirming, Blind];
}
