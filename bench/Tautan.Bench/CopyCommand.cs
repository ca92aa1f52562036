using System.CommandLine;
using Google.Protobuf;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Platform.Feeds;

namespace Tautan.Bench;

/// <summary>Writes the generated links as a gateway's copy of the feed, without a source.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 1_000_000 };
        var directory = new Argument<DirectoryInfo>("directory") { Description = "The copy's: DATA/feeds/gateway." };
        var command = new Command("copy", "Write the generated links as a gateway's copy of the feed.") { count, directory };
        command.SetAction(arguments => Write(arguments.GetRequiredValue(directory).FullName, arguments.GetValue(count)));
        return command;
    }

    public static void Write(string directory, int count)
    {
        using var copy = new FeedCopy(directory, "links");
        copy.Load(new Nothing());
        using var snapshot = copy.BeginSnapshot(Guid.CreateVersion7().ToString());
        for (var number = 0; number < count; number++)
        {
            var link = GeneratedLinks.Link(number);
            snapshot.Add(new FeedEntry(LinkFeedKeys.Link(link.Id.ToGuid()), (ulong)number + 1, Deleted: false, link.ToByteArray()));
        }

        snapshot.Finish((ulong)count);
        copy.Replace(snapshot, null, new Nothing());
    }

    private sealed class Nothing : IFeedTable
    {
        public void Apply(IReadOnlyList<FeedEntry> entries)
        {
        }
    }
}
