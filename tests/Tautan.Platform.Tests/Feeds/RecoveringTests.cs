using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Tautan.Platform.Feeds;
using Tautan.Platform.Tests.Stores;
using static Tautan.Platform.Tests.Feeds.CopyFiles;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>What a feed does about a truth that went back, a copy that differs and a disk that is full.</summary>
public sealed class RecoveringTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Older_copy_of_the_database_begins_a_new_epoch_and_its_followers_a_new_snapshot()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        string old;
        await using (var store = await TestStore.StartAsync(place))
        {
            await store.PutManyAsync(0, 4);
            old = (await store.Reader.StateAsync(Token)).Epoch;
        }

        var backup = File.ReadAllBytes(place.SqliteFile);
        await using (var store = await TestStore.StartAsync(place))
        {
            await using var before = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
            var lost = await store.PutAsync(9, "not in the backup");
            await before.HasAsync(old, lost);
        }

        File.WriteAllBytes(place.SqliteFile, backup);
        await using var restored = await TestStore.StartAsync(place);
        await using var follower = await TestFollower.StartAsync(files.Directory, restored.Feed.WatchAsync);
        await Eventually.Holds(() => follower.Status.Snapshots == 1);

        follower.Position.Epoch.ShouldNotBe(old);
        await follower.ShouldEqualAsync(restored);
        (await restored.Reader.StateAsync(Token)).Epoch.ShouldBe(follower.Position.Epoch);
        var next = await restored.PutAsync(10, "goes on");
        (await follower.HasAsync(follower.Position.Epoch, next)).ShouldBeTrue();
    }

    [Fact]
    public async Task Database_that_goes_back_under_a_stream_ends_it_and_begins_a_new_epoch()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 4);
        var old = (await store.Reader.StateAsync(Token)).Epoch;
        await using var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
        var before = await store.Reader.StateAsync(Token);
        await follower.HasAsync(old, await store.PutAsync(9, "on the server that died"));

        // The replica that takes over had not got the last commit.
        await ExecuteAsync(place, "DELETE FROM feed_entries WHERE revision > 4");
        await store.Reader.ChangeStateAsync(_ => before, Token);
        store.Get<FeedSignal<TestDb>>().Pulse();

        await Eventually.Holds(() => follower.Position.Epoch != old);
        await follower.ShouldEqualAsync(store);
    }

    [Fact]
    public async Task Copy_that_differs_takes_a_snapshot_and_counts_it()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 10);
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        var table = new TextTable();
        using (var copy = files.Open(table))
            Snapshot(copy, table, epoch, 10, null, Put(1, 3, "not what the source has"));

        await using var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
        await Eventually.Holds(() => follower.Status.Snapshots == 1);

        follower.Status.DigestMismatches.ShouldBe(1);
        await follower.ShouldEqualAsync(store);
    }

    [Fact]
    public async Task Wish_for_a_snapshot_survives_a_lost_stream()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using (var copy = files.Open(table))
            Snapshot(copy, table, Epoch, 2, null, Put(1, 1, "1"), Put(2, 2, "2"));

        await using var follower = await TestFollower.StartAsync(
            files.Directory,
            Frames.InTurn(Frames.Saying(Frames.Hello(Epoch), Frames.Digest([1, 2, 3], 3)), Frames.Away, Frames.Away, Frames.Saying(Frames.Snapshot(Epoch, [1, 2, 3], 3))),
            new TextTable());
        await Eventually.Holds(() => follower.Status.Snapshots == 1);

        follower.Pipe.Requests.Select(request => request.Snapshot).ShouldBe([false, true, true, true]);
        follower.Status.DigestMismatches.ShouldBe(1);
        follower.Table.Texts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Source_that_miscounts_itself_is_followed_and_not_asked_without_end()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 10);
        await store.Reader.ChangeStateAsync(state => state with { Digest = state.Digest ^ UInt128.One }, Token);

        await using var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
        await Eventually.Holds(() => follower.Status.DigestMismatches == 1);
        var last = await store.PutAsync(11, "new");

        (await follower.HasAsync((await store.Reader.StateAsync(Token)).Epoch, last)).ShouldBeTrue();
        follower.Pipe.Requests.Count.ShouldBe(1);
        follower.Table.Texts.Count.ShouldBe(11);
    }

    [Fact]
    public async Task Full_disk_is_reported_memory_goes_on_and_a_snapshot_mends_it_once_there_is_room()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 10);
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        var disk = new FullDisk();
        var time = new FakeTimeProvider();
        await using (var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync, time: time, disk: disk))
        {
            await HasAsync(follower, epoch, 10);
            disk.Room = 10;
            var last = await store.PutAsync(10, "in memory alone");
            await HasAsync(follower, epoch, last);
            await Eventually.Holds(() => follower.Status.DiskProblem == "No space left on device");
            await HasAsync(follower, epoch, await store.PutAsync(11, "and this"));
            await follower.ShouldEqualAsync(store);

            // Still full a minute later: the snapshot that is tried fails, and memory still goes on.
            time.Advance(TimeSpan.FromSeconds(61));
            await store.PutAsync(12, "wakes it");
            await Eventually.Holds(() => follower.Pipe.Requests.Count(request => request.Snapshot) == 1);
            await HasAsync(follower, epoch, await store.PutAsync(13, "after it"));
            follower.Status.DiskProblem.ShouldNotBeNull();

            disk.Room = long.MaxValue;
            time.Advance(TimeSpan.FromSeconds(61));
            await HasAsync(follower, epoch, await store.PutAsync(14, "wakes it again"));
            await Eventually.Holds(() => follower.Status.DiskProblem is null);
            await HasAsync(follower, epoch, await store.PutAsync(15, "on disk again"));
            await follower.ShouldEqualAsync(store);
        }

        await using var after = await TestFollower.StartAsync(files.Directory, Frames.Away);
        after.Table.Texts.Count.ShouldBe(16);
    }

    [Fact]
    public async Task First_snapshot_without_room_is_taken_in_memory_reported_and_tried_again()
    {
        using var files = new CopyFiles();
        var disk = new FullDisk { Room = 20 };
        var time = new FakeTimeProvider();
        await using (var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Epoch, [1, 2], 2)), time: time, disk: disk))
        {
            await HasAsync(follower, Epoch, 2);
            follower.Status.DiskProblem.ShouldBe("No space left on device");
            follower.Table.Texts.Count.ShouldBe(2);

            disk.Room = long.MaxValue;
            await RetriedAsync(follower, time);
        }

        files.Reopened().Texts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Copy_that_cannot_be_read_or_put_aside_is_followed_in_memory_and_written_once_it_can_be()
    {
        using var files = new CopyFiles();
        await using (var before = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Epoch, [1], 1))))
            (await before.HasAsync(Epoch, 1)).ShouldBeTrue();
        var disk = new LockedDisk { IsLocked = true };
        var time = new FakeTimeProvider();
        await using (var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Epoch, [1, 2], 2)), time: time, disk: disk))
        {
            await HasAsync(follower, Epoch, 2);
            follower.Table.Texts.Count.ShouldBe(2);
            follower.Status.DiskProblem.ShouldBe("Permission denied");
            follower.Status.Entries.ShouldBe(2);

            disk.IsLocked = false;
            await RetriedAsync(follower, time);
        }

        files.Reopened().Texts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Folder_that_cannot_be_made_does_not_keep_a_follower_from_starting()
    {
        using var files = new CopyFiles();
        File.WriteAllText(files.Log, "in the way");

        await using var follower = await TestFollower.StartAsync(Path.Combine(files.Log, "feeds"), Frames.Saying(Frames.Snapshot(Epoch, [1, 2], 2)));

        (await follower.HasAsync(Epoch, 2)).ShouldBeTrue();
        follower.Status.DiskProblem.ShouldNotBeNull();
        follower.Table.Texts.Count.ShouldBe(2);
    }

    // A minute goes by until it asks again, and no more of them meanwhile.
    private static Task RetriedAsync(TestFollower follower, FakeTimeProvider time) => Eventually.Holds(() =>
    {
        if (follower.Pipe.Requests.Count == 1)
            time.Advance(TimeSpan.FromSeconds(61));
        return follower.Status.DiskProblem is null;
    });

    // The follower's clock stands still, and its waits with it.
    private static Task HasAsync(TestFollower follower, string epoch, long revision) =>
        Eventually.Holds(() => follower.Position.Epoch == epoch && follower.Position.Revision >= (ulong)revision);

    private static async Task ExecuteAsync(TestPlace place, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={place.SqliteFile};Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>A folder that is somebody else's.</summary>
    private sealed class LockedDisk : FeedDisk
    {
        public bool IsLocked { get; set; }

        public override FileStream Read(string path) => IsLocked ? throw new UnauthorizedAccessException("Permission denied") : base.Read(path);

        public override FileStream Write(string path) => IsLocked ? throw new UnauthorizedAccessException("Permission denied") : base.Write(path);
    }
}
