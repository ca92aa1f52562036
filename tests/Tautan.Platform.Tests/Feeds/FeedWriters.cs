using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Tautan.Platform.Persistence;
using Tautan.Platform.Tests.Stores;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>
/// Many writers at once on one feed, each with a connection of its own and a pause before its commits; every second write goes through the unit of
/// work, as services write. Each writer puts keys that nobody touches again, and fights over a few with the others.
/// </summary>
internal static class FeedWriters
{
    private const int Contested = 20;

    /// <returns>By key, the revision of what is never touched again.</returns>
    public static async Task<Dictionary<int, long>> RunAsync(TestStore store, int seed, int writers, int writes)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer =>
            Task.Factory.StartNew(() => WriteAsync(store, seed * 1000 + writer, writes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        return all.SelectMany(one => one).ToDictionary();
    }

    /// <summary>The same in a process of its own: the database, the seed, how many writers, how many writes each.</summary>
    public static async Task RunAsChildAsync(string[] arguments)
    {
        using var place = TestPlace.At(arguments[0]);
        await using var store = await TestStore.StartAsync(place);
        var numbers = arguments[1..].Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToArray();
        Console.WriteLine(JsonSerializer.Serialize(await RunAsync(store, numbers[0], numbers[1], numbers[2])));
    }

    private static async Task<Dictionary<int, long>> WriteAsync(TestStore store, int seed, int writes)
    {
        var random = new Random(seed);
        var untouched = new Dictionary<int, long>();
        for (var write = 0; write < writes; write++)
        {
            await PauseAsync(random);
            var own = Contested + (seed * 1000) + write;
            untouched[own] = write % 2 == 0 ? await WriteInGroupAsync(store, random, own) : await WriteAloneAsync(store, random, own);
        }

        return untouched;
    }

    private static Task<long> WriteInGroupAsync(TestStore store, Random random, int own) => store.Work.WriteAsync(
        async (context, _) =>
        {
            var revision = Say(context.Feed, random, own);
            await PauseAsync(random);
            return revision;
        },
        CancellationToken.None);

    private static async Task<long> WriteAloneAsync(TestStore store, Random random, int own)
    {
        await using var db = store.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var feed = await FeedWriter.BeginAsync(db.Database.GetDbConnection(), transaction.GetDbTransaction(), store.Get<FeedStatements>());
        var revision = Say(feed, random, own);
        await feed.FlushAsync();
        await PauseAsync(random);
        await transaction.CommitAsync();
        return revision;
    }

    private static long Say(FeedWriter feed, Random random, int own)
    {
        feed.Put(FeedWriting.Key(random.Next(Contested)), new StringValue { Value = $"{own}" });
        if (random.Next(3) == 0)
            feed.Remove(FeedWriting.Key(random.Next(Contested)));
        return feed.Put(FeedWriting.Key(own), new StringValue { Value = $"{own}" });
    }

    private static Task PauseAsync(Random random) => Task.Delay(random.Next(4));
}
