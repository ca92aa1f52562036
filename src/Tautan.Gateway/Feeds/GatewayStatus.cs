using Tautan.Platform.Feeds;

namespace Tautan.Gateway.Feeds;

/// <summary>What a gateway knows, and how fresh it is.</summary>
/// <param name="Links">Links in the table.</param>
/// <param name="Down">Targets and origins that are down.</param>
/// <param name="TableBytes">The memory that links take.</param>
/// <param name="Feeds">By name.</param>
internal sealed record GatewayStatus(int Links, int Down, long TableBytes, IReadOnlyList<GatewayFeedStatus> Feeds);

/// <summary>How a gateway's copy of a feed is.</summary>
/// <param name="Name"><c>links</c> or <c>verdicts</c>.</param>
/// <param name="Connected">The source speaks to it now.</param>
/// <param name="StalenessSeconds">Since the source last spoke; null: not since the start.</param>
/// <param name="Epoch">Of the copy; null: there is none yet.</param>
/// <param name="Revision">Of the copy.</param>
/// <param name="Entries">In the copy.</param>
/// <param name="Held">A snapshot that waits for <c>accept</c>; null: none.</param>
/// <param name="Snapshots">Taken since the start.</param>
/// <param name="DigestMismatches">Since the start.</param>
/// <param name="TornBytes">Cut from the end of the change log at the start, since a write was cut short.</param>
/// <param name="Damaged">The file that was damaged at the start and put aside; null: none.</param>
/// <param name="DiskProblem">Why the copy on disk falls behind; null: it does not.</param>
internal sealed record GatewayFeedStatus(
    string Name,
    bool Connected,
    double? StalenessSeconds,
    string? Epoch,
    ulong Revision,
    long Entries,
    GatewayHeldSnapshot? Held,
    long Snapshots,
    long DigestMismatches,
    long TornBytes,
    string? Damaged,
    string? DiskProblem)
{
    public static GatewayFeedStatus Of(FeedFollower follower, TimeProvider time)
    {
        var status = follower.Status;
        return new GatewayFeedStatus(
            follower.Name,
            status.IsConnected,
            status.LastHeard is { } heard ? Math.Round(Math.Max(0, (time.GetUtcNow() - heard).TotalSeconds), 3) : null,
            status.Position.Epoch.Length == 0 ? null : status.Position.Epoch,
            status.Position.Revision,
            status.Entries,
            status.Held is { } held ? new GatewayHeldSnapshot(held.Revision, held.Removed, held.Of) : null,
            status.Snapshots,
            status.DigestMismatches,
            status.TornBytes,
            status.Damaged,
            status.DiskProblem);
    }
}

/// <summary>A snapshot that is held back.</summary>
/// <param name="Revision">Of the snapshot.</param>
/// <param name="Removes">How many entries it would remove.</param>
/// <param name="Of">Of how many.</param>
internal sealed record GatewayHeldSnapshot(ulong Revision, long Removes, long Of);
