using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Health;
using Tautan.Gateway.Table;
using Tautan.Platform.Feeds;

namespace Tautan.Gateway.Feeds;

/// <summary>Brings the verdict feed into the table. All that matters here is what is down.</summary>
internal sealed partial class VerdictTableFeed(VerdictTable table, ILogger<VerdictTableFeed> logger) : IFeedTable
{
    // Of the keys that something unwritten is said of: whether what was written is down.
    private Dictionary<ulong, bool> _written = [];

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!TryRead(entry, out var isDown))
                continue;
            var key = table.Shorten(entry.Key);
            _written.Remove(key);
            table.Set(key, isDown);
        }
    }

    public void ApplyUnwritten(IReadOnlyList<FeedEntry> entries)
    {
        var written = new Dictionary<ulong, bool>(entries.Count);
        foreach (var entry in entries)
        {
            if (!TryRead(entry, out var isDown))
                continue;
            var key = table.Shorten(entry.Key);
            written[key] = _written.Remove(key, out var wasDown) ? wasDown : table.IsDown(key);
            table.Set(key, isDown);
        }

        foreach (var (key, wasDown) in _written)
            table.Set(key, wasDown);
        _written = written;
    }

    private bool TryRead(in FeedEntry entry, out bool isDown)
    {
        try
        {
            isDown = !entry.Deleted && VerdictRecord.Parser.ParseFrom(entry.Value.Span).Verdict == Verdict.Down;
            return true;
        }
        catch (InvalidProtocolBufferException exception)
        {
            LogRefused(logger, exception, entry.Revision);
            isDown = false;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A verdict at revision {Revision} cannot be understood and was left out")]
    private static partial void LogRefused(ILogger logger, Exception exception, ulong revision);
}
