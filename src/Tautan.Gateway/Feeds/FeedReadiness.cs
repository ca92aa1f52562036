using System.Globalization;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Feeds;

/// <summary>Whether what this gateway knows is fresh. It redirects either way, so it is never failing because of it.</summary>
/// <param name="feed">The feed's name.</param>
/// <param name="read">How its follower is.</param>
/// <param name="time">The clock.</param>
internal sealed class FeedReadiness(string feed, Func<FeedStatus> read, TimeProvider time) : IReadinessCheck
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public Readiness Check()
    {
        var status = read();
        var reasons = new List<string>();
        if (status.Held is { } held)
            reasons.Add(Text($"held_back: a snapshot of {feed} would remove {held.Removed} of {held.Of}; tautan gateway accept lets it through"));
        if (time.GetUtcNow() - (status.LastHeard ?? _started) > Fresh)
            reasons.Add(Stale(status));
        if (status.Damaged is { } damaged)
            reasons.Add($"damaged: the copy of {feed} was put aside as {damaged}");
        if (status.DiskProblem is { } problem)
            reasons.Add($"disk: the copy of {feed} falls behind: {problem}");
        return reasons.Count == 0 ? Readiness.Ready : Readiness.Degraded([.. reasons]);
    }

    private string Stale(FeedStatus status) => status.LastHeard is { } heard
        ? Text($"stale: {feed} not heard for {(long)(time.GetUtcNow() - heard).TotalSeconds} s; {status.Entries} at revision {status.Position.Revision}")
        : Text($"stale: {feed} not heard since the start; {status.Entries} at revision {status.Position.Revision}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
