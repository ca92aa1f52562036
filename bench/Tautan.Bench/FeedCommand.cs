using System.CommandLine;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Platform.Feeds;
using Tautan.Platform.Persistence;

namespace Tautan.Bench;

/// <summary>Puts the generated links into the feed of an installation that is not running: into the feed alone, for its followers to load.</summary>
internal static class FeedCommand
{
    private const int Batch = 10_000;

    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 1_000_000 };
        var unwatched = new Option<bool>("--unwatched") { Description = "With health off: for an installation whose Health hears of them." };
        var database = new Argument<FileInfo>("database") { Description = "DATA/links.db" };
        var command = new Command("feed", "Put the generated links into the feed of an installation that is not running.") { count, unwatched, database };
        command.SetAction((arguments, cancellationToken) => WriteAsync(arguments.GetRequiredValue(database).FullName, arguments.GetValue(count), !arguments.GetValue(unwatched), cancellationToken));
        return command;
    }

    private static async Task WriteAsync(string database, int count, bool isWatched, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var state = await FeedState.ReadAsync(connection, transaction, FeedStatements.ReadState, cancellationToken);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Batch))
        {
            var rows = numbers.Select(number => Row(GeneratedLinks.Link(number, isWatched), state.Revision + 1 + number)).ToList();
            await new SqliteFeedStatements().UpsertAsync(connection, transaction, rows);
            state = state with
            {
                Digest = rows.Aggregate(state.Digest, (digest, row) => digest ^ FeedHash.Of(row.Key, row.Value)),
                Count = state.Count + rows.Count,
            };
        }

        await (state with { Revision = state.Revision + count }).WriteAsync(connection, transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    private static FeedEntryRow Row(LinkRecord link, long revision)
    {
        var key = LinkFeedKeys.Link(link.Id.ToGuid()).ToArray();
        var value = link.ToByteArray();
        return new FeedEntryRow { Key = key, Revision = revision, Deleted = false, Value = value, Hash = FeedHash.BytesOf(key, value) };
    }
}
