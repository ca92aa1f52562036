using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;
using Tautan.Platform.Tests.Stores;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>What a source says beside its feed, while its database takes nothing.</summary>
public sealed class UnwrittenTests
{
    [Fact]
    public async Task It_reaches_who_follows_and_who_comes_later_and_is_kept_by_nobody()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutAsync(1, "written");
        var unwritten = store.Get<FeedUnwritten<TestDb>>();
        await using (var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync))
        {
            await Eventually.Holds(() => follower.Table.Unwritten is { Count: 0 });
            unwritten.Say(new Dictionary<FeedKey, IMessage?> { [FeedWriting.Key(1)] = null, [FeedWriting.Key(2)] = new StringValue { Value = "unwritten" } });
            await Eventually.Holds(() => follower.Table.Unwritten is { Count: 2 });
            follower.Table.Unwritten!.Count(entry => entry.Deleted).ShouldBe(1);
            await follower.ShouldEqualAsync(store);
        }

        await using var later = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
        await Eventually.Holds(() => later.Table.Unwritten is { Count: 2 });
        unwritten.Say(new Dictionary<FeedKey, IMessage?>());
        await Eventually.Holds(() => later.Table.Unwritten is { Count: 0 });
        await later.ShouldEqualAsync(store);
        later.Status.DigestMismatches.ShouldBe(0);
    }
}
