using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Health;
using Tautan.Gateway.Table;
using Tautan.Platform.Feeds;

namespace Tautan.Gateway.Feeds;

/// <summary>Brings the verdict feed into the table. All that matters here is what is down.</summary>
internal sealed partial class VerdictTableFeed(VerdictTable table, ILogger<VerdictTableFeed> logger) : IFeedTable
{
    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            try
            {
                table.Set(table.Shorten(entry.Key), !entry.Deleted && VerdictRecord.Parser.ParseFrom(entry.Value.Span).Verdict == Verdict.Down);
            }
            catch (InvalidProtocolBufferException exception)
            {
                LogRefused(logger, exception, entry.Revision);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A verdict at revision {Revision} cannot be understood and was left out")]
    private static partial void LogRefused(ILogger logger, Exception exception, ulong revision);
}
