using System.Globalization;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Feeds;

/// <summary>Whether what this gateway knows is fresh. It redirects either way, so it is never failing because of it.</summary>
internal sealed class FeedReadiness(FeedFollower follower, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public Readiness Check()
    {
        var status = follower.Status;
        var reasons = new List<string>();
        if (status.Held is { } held)
            reasons.Add(Text($"held_back: a snapshot of {follower.Name} would remove {held.Removed} of {held.Of}; tautan gateway accept lets it through"));
        if (time.GetUtcNow() - (status.LastHeard ?? _started) > Fresh)
            reasons.Add(Stale(status.LastHeard));
        if (status.Damaged is { } damaged)
            reasons.Add($"damaged: the copy of {follower.Name} was put aside as {damaged}");
        if (status.DiskProblem is { } problem)
            reasons.Add($"disk: the copy of {follower.Name} falls behind: {problem}");
        return reasons.Count == 0 ? Readiness.Ready : Readiness.Degraded([.. reasons]);
    }

    private string Stale(DateTimeOffset? heard) => heard is null
        ? $"stale: {follower.Name} not heard since the start"
        : Text($"stale: {follower.Name} not heard for {(long)(time.GetUtcNow() - heard.Value).TotalSeconds} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
