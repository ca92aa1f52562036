using Tautan.Health.Probing;

namespace Tautan.Health.Scheduling;

/// <summary>What becomes of a server's wish to be left alone (<c>Retry-After</c> with 429 or 503, RFC 9110 §10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>The longest that it is waited for; whoever asks for more is asked again then.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    // A server that says it will take longer says that it is down: visitors are not left with it until somebody has asked again.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(60);

    /// <summary>How long after its end no other probe is to begin; zero where it was not asked for.</summary>
    public static TimeSpan Postpones(ProbeResult result) => result is { Status: 429 or 503, RetryAfter: { } asked }
        ? asked < Longest ? asked : Longest
        : TimeSpan.Zero;

    /// <summary>Whether it stands for all the failures that confirm it.</summary>
    public static bool Confirms(ProbeResult result) => result is { Status: 503, RetryAfter: { } asked } && asked > Short;
}
