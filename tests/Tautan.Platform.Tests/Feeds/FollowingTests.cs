using Tautan.Platform.Feeds;
using Tautan.Platform.Tests.Stores;
using Tautan.Testing.Postgres;

namespace Tautan.Platform.Tests.Feeds;

public sealed class FollowingTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Follower_has_what_was_before_it_and_what_comes_after(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutAsync(1, "before");
        await store.PutAsync(2, "goes");
        await using var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        (await follower.HasAsync(epoch, 2)).ShouldBeTrue();

        await store.PutAsync(3, "after");
        await store.PutAsync(1, "changed");
        var last = await store.RemoveAsync(2);

        (await follower.HasAsync(epoch, last)).ShouldBeTrue();
        await follower.ShouldEqualAsync(store);
        follower.Status.Snapshots.ShouldBe(1);
        follower.Status.DigestMismatches.ShouldBe(0);
        follower.Status.IsConnected.ShouldBeTrue();
        (await follower.HasAsync(epoch, last + 1, TimeSpan.FromMilliseconds(1))).ShouldBeFalse();
        (await follower.HasAsync("another epoch", 1, TimeSpan.FromMilliseconds(1))).ShouldBeFalse();
    }

    [Fact]
    public async Task Follower_resumes_where_its_files_end()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 5000);
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        await using (var first = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync))
            (await first.HasAsync(epoch, 5000)).ShouldBeTrue();
        await store.PutAsync(3, "while it was away");
        var last = await store.RemoveAsync(4);

        await using var second = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
        second.Table.IsLoaded.ShouldBeTrue();
        (await second.HasAsync(epoch, last)).ShouldBeTrue();

        await second.ShouldEqualAsync(store);
        second.Status.Snapshots.ShouldBe(0);
        second.Table.Told.Skip(5000).Select(told => told.Revision).ShouldBe([5001UL, 5002UL]);
        second.Pipe.Requests[0].After.ShouldBe(5000UL);
    }

    [Fact]
    public async Task Follower_serves_what_it_has_while_nobody_answers()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        var revision = await store.PutAsync(1, "kept");
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        await using (var first = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync))
            await first.HasAsync(epoch, revision);

        await using var second = await TestFollower.StartAsync(files.Directory, Frames.Away);

        second.Table.Texts.ShouldHaveSingleItem();
        second.Position.ShouldBe(new FeedPosition(epoch, 1));
        second.Status.IsConnected.ShouldBeFalse();
        second.Status.LastHeard.ShouldBeNull();
    }

    [Fact]
    public async Task Snapshot_that_is_overtaken_by_changes_and_removals_is_whole()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 9000, new string('x', 200));
        var gate = new TaskCompletionSource();
        await using var follower = await TestFollower.StartAsync(files.Directory, async (request, writer, cancellationToken) =>
        {
            await store.Feed.WatchAsync(request, new GatedWriter(writer, frames: 6, gate.Task), cancellationToken);
        });

        // The stream stands in the middle of the snapshot; a row behind it, one before it and a new one change.
        await store.RemoveAsync(1);
        await store.RemoveAsync(8999);
        await store.PutAsync(2, "changed behind");
        await store.PutAsync(8998, "changed before");
        var last = await store.PutAsync(10_000, "new");
        gate.SetResult();

        (await follower.HasAsync((await store.Reader.StateAsync(Token)).Epoch, last)).ShouldBeTrue();
        await follower.ShouldEqualAsync(store);
        follower.Status.DigestMismatches.ShouldBe(0);
        follower.Status.Snapshots.ShouldBe(1);
    }

    [Fact]
    public async Task Follower_that_stands_still_holds_up_nobody()
    {
        using var place = TestPlace.Sqlite();
        using var slowFiles = new CopyFiles();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        var never = new TaskCompletionSource();
        await using var slow = await TestFollower.StartAsync(slowFiles.Directory, (request, writer, cancellationToken) =>
            store.Feed.WatchAsync(request, new GatedWriter(writer, frames: 1, never.Task), cancellationToken));
        await using var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);

        var last = await store.PutManyAsync(0, 3000, new string('x', 500));

        (await follower.HasAsync((await store.Reader.StateAsync(Token)).Epoch, last)).ShouldBeTrue();
        slow.Table.Texts.ShouldBeEmpty();
        never.SetResult();
    }

    [Fact]
    public async Task Twenty_followers_of_one_source_all_end_equal_to_it()
    {
        using var place = TestPlace.Sqlite();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 500);
        var files = Enumerable.Range(0, 20).Select(_ => new CopyFiles()).ToList();
        var followers = await Task.WhenAll(files.Select(one => TestFollower.StartAsync(one.Directory, store.Feed.WatchAsync)));

        for (var round = 0; round < 20; round++)
            await store.PutManyAsync(round * 50, 100, $"round {round}");
        var last = await store.RemoveAsync(7);

        foreach (var follower in followers)
        {
            (await follower.HasAsync((await store.Reader.StateAsync(Token)).Epoch, last)).ShouldBeTrue();
            await follower.ShouldEqualAsync(store);
            follower.Status.DigestMismatches.ShouldBe(0);
            await follower.DisposeAsync();
        }

        files.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task Digest_is_said_every_thousand_revisions_and_agrees()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        var digests = new List<ulong>();
        await using var follower = await TestFollower.StartAsync(files.Directory, (request, writer, cancellationToken) =>
            store.Feed.WatchAsync(request, new ListeningWriter(writer, frame => { if (frame.Digest is { } digest) digests.Add(digest.Revision); }), cancellationToken));
        await Eventually.Holds(() => digests.Count >= 1);
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        for (var round = 1; round <= 4; round++)
        {
            // Half of them again: what is replaced must leave the digest.
            var last = await store.PutManyAsync(round * 300, 600, $"round {round}");
            (await follower.HasAsync(epoch, last)).ShouldBeTrue();
        }

        await Eventually.Holds(() => digests.Count >= 2);
        digests[0].ShouldBe(0UL);
        digests.Skip(1).Zip(digests.Skip(2), (one, other) => other - one).ShouldAllBe(distance => distance >= 1000);
        follower.Status.DigestMismatches.ShouldBe(0);
        await follower.ShouldEqualAsync(store);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Follower_behind_forgotten_removals_gets_a_snapshot(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        using var files = new CopyFiles();
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 10);
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        await using (var first = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync))
            await first.HasAsync(epoch, 10);
        await store.RemoveAsync(5);

        // A million changes later.
        await store.Reader.ChangeStateAsync(state => state with { Revision = 1_114_111 }, Token);
        var last = await store.PutAsync(20, "new");

        var (state, entries) = await store.Reader.AfterAsync(0, 100, Token);
        state.Pruned.ShouldBe(last - 1_000_000);
        entries.ShouldAllBe(entry => !entry.Deleted);
        await using var second = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
        (await second.HasAsync(epoch, last)).ShouldBeTrue();
        second.Status.Snapshots.ShouldBe(1);
        await second.ShouldEqualAsync(store);
    }

    [Fact]
    public async Task Table_that_fails_is_told_again()
    {
        using var files = new CopyFiles();
        var pipe = new FeedPipe(() => Frames.Saying(Frames.Snapshot(CopyFiles.Epoch, [1, 2], 2)));
        var table = new FailingTable();
        using var follower = new FeedFollower(
            new FeedFollowerOptions("links", "gateway", "links", files.Directory, pipe.Watch, false), pipe, table, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<FeedFollower>.Instance);
        await follower.StartAsync(Token);

        (await follower.WaitForAsync(CopyFiles.Epoch, 2, TimeSpan.FromSeconds(30), Token)).ShouldBeTrue();

        table.Applied.ShouldBe(2);
        await follower.StopAsync(Token);
    }

    [Fact]
    public async Task Source_that_falls_silent_is_asked_again()
    {
        using var files = new CopyFiles();
        FeedAnswer silent = async (_, writer, cancellationToken) =>
        {
            await writer.WriteAsync(Frames.Hello(CopyFiles.Epoch), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };

        await using var follower = await TestFollower.StartAsync(
            files.Directory, Frames.InTurn(silent, Frames.Saying(Frames.Snapshot(CopyFiles.Epoch, [1], 1))), new TextTable());

        (await follower.HasAsync(CopyFiles.Epoch, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task Service_that_stops_ends_its_streams_after_the_last_commit()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        var store = await TestStore.StartAsync(place);
        var epoch = (await store.Reader.StateAsync(Token)).Epoch;
        await using var follower = await TestFollower.StartAsync(
            files.Directory, Frames.InTurn(store.Feed.WatchAsync, Frames.Away), new TextTable());
        await store.PutAsync(1, "x");
        await follower.HasAsync(epoch, 1);

        await store.DisposeAsync();

        await Eventually.Holds(() => follower.Pipe.Requests.Count > 1 && !follower.Status.IsConnected);
        follower.Position.ShouldBe(new FeedPosition(epoch, 1));
    }

    [Fact]
    public async Task Other_processes_are_told_of_a_commit_on_PostgreSQL()
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Postgres, postgres);
        using var other = place.SeenByAnotherProcess();
        await using var writing = await TestStore.StartAsync(place);
        await using var watching = await TestStore.StartAsync(other);
        var signal = watching.Get<FeedSignal<TestDb>>();

        // The first pulse says that the listener listens.
        await signal.Next.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var told = signal.Next;
        await writing.PutAsync(1, "x");

        await told.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private sealed class FailingTable : IFeedTable
    {
        private int _failures;

        public int Applied { get; private set; }

        public void Apply(IReadOnlyList<FeedEntry> entries)
        {
            if (_failures++ < 2)
                throw new InvalidOperationException("The table's database is away.");
            Applied += entries.Count;
        }
    }
}
