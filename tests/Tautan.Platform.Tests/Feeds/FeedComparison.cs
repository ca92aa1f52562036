using System.Text;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Tests.Stores;

namespace Tautan.Platform.Tests.Feeds;

internal static class FeedComparison
{
    /// <summary>Every entry alive in the database is in the table at its revision, and nothing else is.</summary>
    public static async Task ShouldEqualAsync(this TestFollower follower, TestStore store)
    {
        var (state, rows) = await store.Reader.AfterAsync(0, 1_000_000, TestContext.Current.CancellationToken);
        var alive = rows.Where(row => !row.Deleted).ToDictionary(row => FeedKey.Read(row.Key), row => ((ulong)row.Revision, Encoding.Latin1.GetString(row.Value)));
        follower.Position.ShouldBe(new Platform.Feeds.FeedPosition(state.Epoch, (ulong)state.Revision));
        follower.Table.Entries.Count.ShouldBe(alive.Count);
        foreach (var (key, entry) in follower.Table.Entries)
            entry.ShouldBe(alive[key]);
        state.Count.ShouldBe(alive.Count);
        state.Digest.ShouldBe(alive.Aggregate(default(Bits128), (digest, entry) => digest ^ Platform.Feeds.FeedHash.Of(entry.Key, Encoding.Latin1.GetBytes(entry.Value.Item2))));
    }
}
