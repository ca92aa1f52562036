using Tautan.Platform.Feeds;
using Tautan.Platform.Tests.Stores;
using Tautan.Testing.Postgres;
using static Tautan.Platform.Tests.Feeds.CopyFiles;

namespace Tautan.Platform.Tests.Feeds;

public sealed class HeldBackTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10, 4, true)]
    [InlineData(10, 5, false)]
    [InlineData(1, 0, true)]
    public async Task Snapshot_of_another_epoch_that_removes_more_than_half_is_held_back(int had, int has, bool isHeld)
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, had);

        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Another, [.. Enumerable.Range(0, has)], 50)));
        await Eventually.Holds(() => follower.Status.Snapshots == 1);

        follower.Status.Held.ShouldBe(isHeld ? new HeldSnapshot(Another, 50, had - has, had) : null);
        follower.Table.Texts.Count.ShouldBe(isHeld ? had : has);
        follower.Position.Epoch.ShouldBe(isHeld ? Epoch : Another);
        follower.Status.DigestMismatches.ShouldBe(0);
    }

    [Theory]
    [InlineData(190, 91, false)]
    [InlineData(190, 90, true)]
    [InlineData(300, 150, false)]
    [InlineData(300, 149, true)]
    public async Task Snapshot_of_the_same_epoch_is_held_back_only_from_a_hundred_on(int had, int has, bool isHeld)
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, had);

        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Epoch, [.. Enumerable.Range(0, has)], 1000)));
        await Eventually.Holds(() => follower.Status.Snapshots == 1);

        (follower.Status.Held is not null).ShouldBe(isHeld);
        follower.Table.Texts.Count.ShouldBe(isHeld ? had : has);
    }

    [Fact]
    public async Task First_snapshot_is_never_held_back()
    {
        using var files = new CopyFiles();

        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Epoch, [], 7)));

        (await follower.HasAsync(Epoch, 7)).ShouldBeTrue();
        follower.Status.Held.ShouldBeNull();
    }

    [Fact]
    public async Task While_links_are_held_back_nothing_of_the_new_epoch_is_applied()
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, 10);

        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying([.. Frames.Snapshot(Another, [0], 50), Frames.Entries([77], 51), Frames.Digest([0, 77], 51)]));
        await Eventually.Holds(() => follower.Status.Held is not null);
        var heard = follower.Status.LastHeard;
        await Eventually.Holds(() => follower.Status.LastHeard > heard);

        follower.Table.Texts.Count.ShouldBe(10);
        follower.Position.ShouldBe(new FeedPosition(Epoch, 10));
        follower.Status.DigestMismatches.ShouldBe(0);
    }

    [Fact]
    public async Task Of_held_back_verdicts_what_is_said_is_applied_and_what_is_missing_kept()
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, 10);

        await using (var follower = await TestFollower.StartAsync(
            files.Directory, Frames.Saying([.. Frames.Snapshot(Another, [0, 77], 50), Frames.Entries([78], 51), Frames.Digest([0, 77, 78], 51)]), keepMissing: true))
        {
            (await follower.HasAsync(Another, 51)).ShouldBeTrue();
            follower.Status.Held.ShouldBe(new HeldSnapshot(Another, 50, 9, 10));
            follower.Table.Texts.Count.ShouldBe(12);
            follower.Status.DigestMismatches.ShouldBe(0);
        }

        // After a restart as well, although the epoch is its own by now and few are missing.
        await using var again = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Another, [0, 77, 78], 51)), keepMissing: true);
        again.Status.Held.ShouldNotBeNull();
        await Eventually.Holds(() => again.Status.Snapshots == 1);
        again.Status.Held.ShouldBe(new HeldSnapshot(Another, 51, 9, 12));
        again.Table.Texts.Count.ShouldBe(12);
    }

    [Fact]
    public async Task Held_back_verdicts_are_let_go_when_most_are_there_again()
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, 10);
        await using (var held = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Another, [0], 50)), keepMissing: true))
            await Eventually.Holds(() => held.Status.Held is not null);

        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Another, [0, 1, 2, 3, 4, 5, 6], 90)), keepMissing: true);
        await Eventually.Holds(() => follower.Status.Snapshots == 1);

        follower.Status.Held.ShouldBeNull();
        follower.Table.Texts.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Links_are_let_go_when_the_right_database_comes_back()
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, 10);
        var isBack = false;
        FeedAnswer wrong = (request, writer, cancellationToken) => isBack
            ? Frames.Away(request, writer, cancellationToken)
            : Frames.Saying(Frames.Snapshot(Another, [0], 50))(request, new ListeningWriter(writer, _ => ThrowIf(isBack)), cancellationToken);
        FeedAnswer right = (request, writer, cancellationToken) =>
            Frames.Saying(request.Snapshot || request.Epoch != Epoch ? Frames.Snapshot(Epoch, [.. Enumerable.Range(0, 11)], 11) : [Frames.Hello(Epoch), Frames.Entries([10], 11)])(request, writer, cancellationToken);

        await using var follower = await TestFollower.StartAsync(files.Directory, () => isBack ? right : wrong, new TextTable());
        await Eventually.Holds(() => follower.Status.Held is not null);
        isBack = true;

        (await follower.HasAsync(Epoch, 11)).ShouldBeTrue();
        await Eventually.Holds(() => follower.Status.Held is null);
        follower.Table.Texts.Count.ShouldBe(11);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task One_accept_lets_all_followers_through_also_one_that_was_away(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        using var links = new CopyFiles();
        using var verdicts = new CopyFiles();
        using var away = new CopyFiles();
        foreach (var files in new[] { links, verdicts, away })
            await FollowedAsync(files, 300);
        await using var store = await TestStore.StartAsync(place);
        await store.PutManyAsync(0, 3);
        await store.PutAsync(500, "new");
        await using var one = await TestFollower.StartAsync(links.Directory, store.Feed.WatchAsync);
        await using var other = await TestFollower.StartAsync(verdicts.Directory, store.Feed.WatchAsync, keepMissing: true);
        await using (var third = await TestFollower.StartAsync(away.Directory, store.Feed.WatchAsync))
            await Eventually.Holds(() => third.Status.Held is not null);
        await Eventually.Holds(() => one.Status.Held is not null && other.Status.Held is not null);
        one.Table.Texts.Count.ShouldBe(300);
        other.Table.Texts.Count.ShouldBe(301);

        var accepted = await store.Feed.AcceptAsync(Token);
        await using var back = await TestFollower.StartAsync(away.Directory, store.Feed.WatchAsync);

        foreach (var follower in new[] { one, other, back })
        {
            (await follower.HasAsync(accepted.Epoch, (long)accepted.Revision)).ShouldBeTrue();
            await Eventually.Holds(() => follower.Status.Held is null);
            await follower.ShouldEqualAsync(store);
        }
    }

    [Fact]
    public async Task Verdicts_accepted_while_their_follower_was_away_are_let_through()
    {
        using var place = TestPlace.Sqlite();
        using var files = new CopyFiles();
        await FollowedAsync(files, 10);
        await using var store = await TestStore.StartAsync(place);
        await store.PutAsync(0, "all there is");
        await using (var held = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync, keepMissing: true))
            await Eventually.Holds(() => held.Status.Held is not null);
        var accepted = await store.Feed.AcceptAsync(Token);
        await store.PutAsync(1, "and more");

        await using var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync, keepMissing: true);

        await Eventually.Holds(() => follower.Status.Held is null);
        (await follower.HasAsync(accepted.Epoch, (long)accepted.Revision + 1)).ShouldBeTrue();
        await follower.ShouldEqualAsync(store);
    }

    [Fact]
    public async Task Accept_while_the_snapshot_is_on_its_way_counts()
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, 10);

        await using var follower = await TestFollower.StartAsync(
            files.Directory, Frames.Saying(Frames.Hello(Another), Frames.Begin(Another), Frames.Entries([0]), Frames.Hello(Another, meant: 51), Frames.End(51)));

        (await follower.HasAsync(Another, 51)).ShouldBeTrue();
        follower.Status.Held.ShouldBeNull();
        follower.Table.Texts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_accepted_once_is_no_leave_for_the_next_time()
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, 300);

        // Accepted at 4, long before this follower came to 300 of the same epoch.
        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Epoch, [0], 400, meant: 4)));

        await Eventually.Holds(() => follower.Status.Held is not null);
        follower.Table.Texts.Count.ShouldBe(300);
    }

    [Fact]
    public async Task Accept_whose_stream_is_lost_is_not_forgotten()
    {
        using var files = new CopyFiles();
        await FollowedAsync(files, 300);
        var held = Frames.Saying(Frames.Snapshot(Epoch, [0], 400));
        FeedAnswer accepted = async (_, writer, cancellationToken) => await writer.WriteAsync(Frames.Hello(Epoch, meant: 401), cancellationToken);
        var isAccepted = false;
        FeedAnswer first = (request, writer, cancellationToken) => held(request, new ListeningWriter(writer, _ => ThrowIf(isAccepted)), cancellationToken);
        FeedAnswer asked = (request, writer, cancellationToken) => request.Snapshot
            ? Frames.Saying(Frames.Snapshot(Epoch, [0], 401, meant: 401))(request, writer, cancellationToken)
            : Frames.Saying(Frames.Hello(Epoch, meant: 401))(request, writer, cancellationToken);

        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.InTurn(first, accepted, Frames.Away, Frames.Away, asked), new TextTable());
        await Eventually.Holds(() => follower.Status.Held is not null);
        isAccepted = true;

        (await follower.HasAsync(Epoch, 401)).ShouldBeTrue();
        follower.Table.Texts.ShouldHaveSingleItem();
        follower.Status.Held.ShouldBeNull();
    }

    private static void ThrowIf(bool isOver)
    {
        if (isOver)
            throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unavailable, "away"));
    }

    /// <summary>The files of a follower that has so many entries of the first epoch.</summary>
    private static async Task FollowedAsync(CopyFiles files, int count)
    {
        await using var follower = await TestFollower.StartAsync(files.Directory, Frames.Saying(Frames.Snapshot(Epoch, [.. Enumerable.Range(0, count)], (ulong)count)));
        (await follower.HasAsync(Epoch, count)).ShouldBeTrue();
    }
}
