namespace Tautan.Platform.Feeds;

/// <summary>How a follower is.</summary>
/// <param name="Position">How far it has come.</param>
/// <param name="Entries">What it has.</param>
/// <param name="IsConnected">The source speaks to it now.</param>
/// <param name="LastHeard">When the source last spoke; null: not since the start.</param>
/// <param name="Held">A snapshot that is held back; null: none.</param>
/// <param name="SourceMeant">The revision that an operator called meant, as the source last said.</param>
/// <param name="Snapshots">Snapshots taken since the start.</param>
/// <param name="DigestMismatches">Times that this copy differed from the source since the start.</param>
/// <param name="TornBytes">Bytes that were cut from the end of the change log at the start.</param>
/// <param name="Damaged">A damaged file that was put aside at the start; null: none.</param>
/// <param name="DiskProblem">Why the copy on disk falls behind; null: it does not.</param>
public sealed record FeedStatus(
    FeedPosition Position,
    long Entries,
    bool IsConnected,
    DateTimeOffset? LastHeard,
    HeldSnapshot? Held,
    ulong SourceMeant,
    long Snapshots,
    long DigestMismatches,
    long TornBytes,
    string? Damaged,
    string? DiskProblem);

/// <summary>A snapshot that would remove more than half of what a follower has, and waits for <c>tautan gateway accept</c>.</summary>
/// <param name="Epoch">Of the snapshot.</param>
/// <param name="Revision">Of the snapshot.</param>
/// <param name="Removed">How many entries it lacks.</param>
/// <param name="Of">Of how many.</param>
public sealed record HeldSnapshot(string Epoch, ulong Revision, long Removed, long Of);
