using System.Globalization;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Feeds;

/// <summary>
/// Whether what this gateway knows is fresh. It redirects either way, so it is never failing because of it; but one that has no copy of links
/// yet, not even an old one, would tell every visitor that his link does not exist.
/// </summary>
/// <param name="feed">The feed's name.</param>
/// <param name="read">How its follower is.</param>
/// <param name="time">The clock.</param>
/// <param name="isNeeded">Without a copy it fails.</param>
internal sealed class FeedReadiness(string feed, Func<FeedStatus> read, TimeProvider time, bool isNeeded = false) : IReadinessCheck
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public Readiness Check()
    {
        var status = read();
        if (isNeeded && status.Position.Epoch.Length == 0 && status.Held is null)
            return Readiness.Failing([Text($"no_copy: {feed} were never heard here, and none could be found; the service that has them is away, or the snapshot is on its way"), .. Ailments(status)]);
        var reasons = new List<string>();
        if (status.Held is { } held)
            reasons.Add(Text($"held_back: a snapshot of {feed} would remove {held.Removed} of {held.Of}; tautan gateway accept lets it through"));
        if (time.GetUtcNow() - (status.LastHeard ?? _started) > Fresh)
            reasons.Add(Stale(status));
        reasons.AddRange(Ailments(status));
        return reasons.Count == 0 ? Readiness.Ready : Readiness.Degraded([.. reasons]);
    }

    private IEnumerable<string> Ailments(FeedStatus status)
    {
        if (status.Damaged is { } damaged)
            yield return $"damaged: the copy of {feed} was put aside as {damaged}";
        if (status.DiskProblem is { } problem)
            yield return $"disk: the copy of {feed} falls behind: {problem}";
    }

    private string Stale(FeedStatus status) => status.LastHeard is { } heard
        ? Text($"stale: {feed} not heard for {(long)(time.GetUtcNow() - heard).TotalSeconds} s; {status.Entries} at revision {status.Position.Revision}")
        : Text($"stale: {feed} not heard since the start; {status.Entries} at revision {status.Position.Revision}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
