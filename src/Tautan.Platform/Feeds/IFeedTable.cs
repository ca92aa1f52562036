namespace Tautan.Platform.Feeds;

/// <summary>
/// What a follower makes of a feed, in memory. Called by one thread at a time, first with all that was kept on disk, then
/// with changes. Of a snapshot only what differs arrives, what it lacks as deleted.
/// </summary>
public interface IFeedTable
{
    /// <summary>About so many entries will be there soon: a hint, to make room at once.</summary>
    void Expect(int entries)
    {
    }

    /// <summary>Takes entries in. The values are the callee's to keep only by copying them.</summary>
    void Apply(IReadOnlyList<FeedEntry> entries);

    /// <summary>
    /// Takes in what the source knows and could not write: all of it, in place of what was taken in so before. A key that is left out, or that
    /// <see cref="Apply"/> speaks of, is again what was written. Without revisions; who lives without it does nothing.
    /// </summary>
    void ApplyUnwritten(IReadOnlyList<FeedEntry> entries)
    {
    }

    /// <summary>All that was kept on disk has been applied; nothing else is known until the source speaks.</summary>
    void Loaded()
    {
    }
}
