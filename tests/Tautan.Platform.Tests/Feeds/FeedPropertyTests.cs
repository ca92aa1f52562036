using System.Text.Json;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Tests.Processes;
using Tautan.Platform.Tests.Stores;
using Tautan.Testing.Postgres;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>
/// What a feed promises: 16 writers commit out of order, and a follower that is killed, loses the end of its log and comes again at random ends equal to
/// the table, having skipped nothing, without ever needing a second snapshot.
/// </summary>
public sealed class FeedPropertyTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Follower_skips_nothing_of_sixteen_writers_on_SQLite(int seed)
    {
        using var place = TestPlace.Sqlite();
        await using var store = await TestStore.StartAsync(place);

        await FollowAsync(store, seed, Task.Run(() => FeedWriters.RunAsync(store, seed, writers: 16, writes: 12), Token));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Follower_skips_nothing_of_sixteen_writers_in_two_other_processes_on_PostgreSQL(int seed)
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Postgres, postgres);
        // All three processes start on an empty database, and migrate it once.
        var writers = new[] { seed, seed + 100 }.Select(async one => JsonSerializer.Deserialize<Dictionary<int, long>>(
            await ChildProcess.RunAsync(nameof(FeedWriters), place.ConnectionString!, $"{one}", "8", "25"))!).ToList();
        await using var store = await TestStore.StartAsync(place);

        await FollowAsync(store, seed, Task.Run(async () => (await Task.WhenAll(writers)).SelectMany(one => one).ToDictionary(), Token));
    }

    private static async Task FollowAsync(TestStore store, int seed, Task<Dictionary<int, long>> writing)
    {
        using var files = new CopyFiles();
        var random = new Random(seed);
        var seen = new HashSet<(FeedKey Key, ulong Revision)>();
        var snapshots = 0L;
        var lives = 0;
        while (!writing.IsCompleted)
        {
            lives++;
            var follower = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync);
            var kept = follower.Table.Told.Count;
            var life = Task.Delay(random.Next(200), Token);
            await Task.WhenAny(life, writing);
            await follower.DisposeAsync();
            Take(follower, kept, seen, ref snapshots);
            CutEnd(files.Log, random);
        }

        var untouched = await writing;
        await using (var last = await TestFollower.StartAsync(files.Directory, store.Feed.WatchAsync))
        {
            var state = await store.Reader.StateAsync(Token);
            var kept = last.Table.Told.Count;
            (await last.HasAsync(state.Epoch, state.Revision)).ShouldBeTrue();
            await last.ShouldEqualAsync(store);
            Take(last, kept, seen, ref snapshots);
        }

        lives.ShouldBeGreaterThan(1);
        snapshots.ShouldBe(1);
        foreach (var (id, revision) in untouched)
            seen.ShouldContain((FeedWriting.Key(id), (ulong)revision));
    }

    private static void Take(TestFollower follower, int kept, HashSet<(FeedKey Key, ulong Revision)> seen, ref long snapshots)
    {
        var status = follower.Status;
        var told = follower.Table.Told;
        status.DigestMismatches.ShouldBe(0);
        status.Held.ShouldBeNull();
        status.TornBytes.ShouldBeGreaterThanOrEqualTo(0);
        snapshots += status.Snapshots;
        // What came by the stream came in the order of revisions; what was on disk, and what a snapshot says, has none.
        if (status.Snapshots == 0)
            told.Skip(kept).Zip(told.Skip(kept + 1)).ShouldAllBe(pair => pair.First.Revision < pair.Second.Revision);
        seen.UnionWith(told.Select(one => (one.Key, one.Revision)));
    }

    // As a power cut does: the last bytes never reached the platter.
    private static void CutEnd(string log, Random random)
    {
        if (!File.Exists(log) || random.Next(2) == 0)
            return;
        using var file = File.OpenWrite(log);
        file.SetLength(Math.Max(0, file.Length - random.Next(300)));
    }
}
