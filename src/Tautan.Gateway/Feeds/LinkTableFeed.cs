using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Links;
using Tautan.Gateway.Table;
using Tautan.Platform.Feeds;

namespace Tautan.Gateway.Feeds;

/// <summary>Brings the link feed into the table.</summary>
internal sealed partial class LinkTableFeed(LinkTable table, ILogger<LinkTableFeed> logger) : IFeedTable
{
    public void Expect(int entries) => table.Reserve(entries);

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            try
            {
                Apply(entry);
            }
            catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException or ArgumentException or OverflowException)
            {
                // One entry that cannot be understood must not stop all that come after it.
                LogRefused(logger, exception, entry.Key.ToGuid(), entry.Revision);
            }
        }

        table.Tidy();
    }

    private void Apply(in FeedEntry entry)
    {
        var id = entry.Key.ToGuid();
        switch (entry.Key.Kind)
        {
            case LinkFeedKeys.LinkKind when entry.Deleted:
                table.Remove(id);
                break;
            case LinkFeedKeys.LinkKind:
                table.Put(entry.Value.Span);
                break;
            case LinkFeedKeys.DomainKind when entry.Deleted:
                table.Domains.Remove(id);
                break;
            case LinkFeedKeys.DomainKind:
                table.Domains.Put(id, DomainRecord.Parser.ParseFrom(entry.Value.Span));
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What the feed of links says of {Id} at revision {Revision} cannot be understood and was left out")]
    private static partial void LogRefused(ILogger logger, Exception exception, Guid id, ulong revision);
}
