using Microsoft.EntityFrameworkCore;

namespace Tautan.Platform.Persistence;

/// <summary>
/// The tables of a feed. <c>feed_entries</c> has one row a key, with the revision of its last change: read in order of
/// revision it is the changes, read from the start it is a snapshot. <c>feed_state</c> has one row, whose lock every
/// writer holds until its commit: revisions are committed in order, so that no follower can skip one.
/// </summary>
internal static class FeedSchema
{
    public static void Map(ModelBuilder model)
    {
        var state = model.Entity<FeedStateRow>();
        state.ToTable("feed_state");
        state.HasKey(row => row.Id);
        state.Property(row => row.Id).ValueGeneratedNever();

        var entry = model.Entity<FeedEntryRow>();
        entry.ToTable("feed_entries");
        entry.HasKey(row => row.Key);
        entry.HasIndex(row => row.Revision).IsUnique().HasDatabaseName("ix_feed_entries_revision");
    }
}

internal sealed class FeedStateRow
{
    public int Id { get; set; }

    public required string Epoch { get; set; }

    public long Revision { get; set; }

    public required byte[] Digest { get; set; }

    public long Count { get; set; }

    /// <summary>Deletions up to this revision are forgotten: who has less needs a snapshot.</summary>
    public long Pruned { get; set; }

    /// <summary>The revision at which an operator said that the feed is as it is meant to be; 0: never.</summary>
    public long Meant { get; set; }
}

internal sealed class FeedEntryRow
{
    public required byte[] Key { get; set; }

    public long Revision { get; set; }

    public bool Deleted { get; set; }

    public required byte[] Value { get; set; }

    public required byte[] Hash { get; set; }
}
