using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Feeds;

/// <summary>
/// The side of a feed that knows. Each follower reads the database at its own pace: a slow one holds up nobody, and what it
/// has not taken yet costs no memory here.
/// </summary>
public sealed partial class FeedSource<TDb>
    where TDb : TautanDb
{
    /// <summary>How often the source speaks when there is nothing to say.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    private const int RowsARead = 2000;
    private const int BytesAFrame = 48 * 1024;
    private const long DigestEvery = 1000;

    private readonly FeedReader<TDb> _reader;
    private readonly FeedSignal<TDb> _signal;
    private readonly FeedUnwritten<TDb> _unwritten;
    private readonly ILogger<FeedSource<TDb>> _logger;
    private readonly CancellationToken _stopping;

    internal FeedSource(FeedReader<TDb> reader, FeedSignal<TDb> signal, FeedUnwritten<TDb> unwritten, ILogger<FeedSource<TDb>> logger, CancellationToken stopping)
    {
        _reader = reader;
        _signal = signal;
        _unwritten = unwritten;
        _logger = logger;
        _stopping = stopping;
    }

    /// <summary>Answers a follower until it leaves or the service stops.</summary>
    public async Task WatchAsync(WatchRequest request, IServerStreamWriter<FeedFrame> writer, CancellationToken cancellationToken)
    {
        try
        {
            await WatchUntilStoppingAsync(request, writer, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "The service is stopping."));
    }

    /// <summary>An operator says that what the feed holds now is meant: followers that hold back a mass removal may let it through.</summary>
    public async Task<AcceptReply> AcceptAsync(CancellationToken cancellationToken)
    {
        var state = await _reader.ChangeStateAsync(current => current with { Revision = current.Revision + 1, Meant = current.Revision + 1 }, cancellationToken);
        _signal.Pulse();
        return new AcceptReply { Epoch = state.Epoch, Revision = (ulong)state.Revision };
    }

    private async Task WatchUntilStoppingAsync(WatchRequest request, IServerStreamWriter<FeedFrame> writer, CancellationToken cancellationToken)
    {
        var state = await _reader.StateAsync(cancellationToken);
        if (request.Epoch == state.Epoch && request.After > (ulong)state.Revision)
        {
            // The follower knows more than this database: it was restored from an older copy, and its numbers mean something else now.
            LogRenewed(_logger, request.Follower, request.After, state.Revision);
            var stale = state.Epoch;
            state = await _reader.ChangeStateAsync(current => current.Epoch == stale ? current with { Epoch = Guid.CreateVersion7().ToString(), Meant = 0 } : current, cancellationToken);
            _signal.Pulse();
        }

        var epoch = state.Epoch;
        var meant = state.Meant;
        await writer.WriteAsync(new FeedFrame { Hello = new Hello { Epoch = epoch, Revision = (ulong)state.Revision, Meant = (ulong)meant } }, cancellationToken);
        var inSnapshot = request.Snapshot || request.Epoch != epoch || request.After < (ulong)state.Pruned;
        var cursor = inSnapshot ? 0 : (long)request.After;
        var lastDigest = long.MinValue;
        Unwritten? told = null;

        // What was deleted before is simply not in a snapshot; what is deleted while it is on its way may be, and is taken back.
        var firstTold = inSnapshot ? state.Revision : 0;
        if (inSnapshot)
            await writer.WriteAsync(new FeedFrame { SnapshotBegin = new SnapshotBegin { Epoch = epoch, Count = (ulong)state.Count, Meant = (ulong)meant } }, cancellationToken);

        while (true)
        {
            var changed = _signal.Next;
            (state, var entries) = await _reader.AfterAsync(cursor, RowsARead, cancellationToken);
            // Behind what was told already: an older copy took the database's place meanwhile. Who comes again makes it begin a new epoch.
            if (state.Epoch != epoch || state.Revision < cursor || (!inSnapshot && cursor < state.Pruned))
                throw new RpcException(new Status(StatusCode.Aborted, "The feed began anew."));
            if (state.Meant != meant)
            {
                meant = state.Meant;
                await writer.WriteAsync(new FeedFrame { Hello = new Hello { Epoch = epoch, Revision = (ulong)state.Revision, Meant = (ulong)meant } }, cancellationToken);
            }

            await WriteEntriesAsync(writer, entries, firstTold, cancellationToken);
            var isComplete = entries.Count < RowsARead;
            cursor = isComplete ? state.Revision : entries[^1].Revision;
            if (!isComplete)
                continue;
            if (inSnapshot)
            {
                inSnapshot = false;
                await writer.WriteAsync(new FeedFrame { SnapshotEnd = new SnapshotEnd { Revision = (ulong)cursor } }, cancellationToken);
            }

            if (lastDigest == long.MinValue || cursor - lastDigest >= DigestEvery)
            {
                lastDigest = cursor;
                await writer.WriteAsync(
                    new FeedFrame { Digest = new Digest { Revision = (ulong)cursor, Digest_ = UnsafeByteOperations.UnsafeWrap(state.DigestBytes()), Count = (ulong)state.Count } },
                    cancellationToken);
            }

            if (_unwritten.Said is var said && !ReferenceEquals(said, told))
            {
                told = said;
                await writer.WriteAsync(new FeedFrame { Unwritten = said }, cancellationToken);
            }

            if (await WaitAsync(changed, cancellationToken))
                continue;
            if (_stopping.IsCancellationRequested)
                return;
            await writer.WriteAsync(new FeedFrame { Heartbeat = new Heartbeat { Revision = (ulong)cursor } }, cancellationToken);
        }
    }

    private static async Task WriteEntriesAsync(IServerStreamWriter<FeedFrame> writer, List<FeedEntryRow> rows, long firstTold, CancellationToken cancellationToken)
    {
        var entries = new Entries();
        var size = 0;
        foreach (var row in rows.Where(row => !row.Deleted || row.Revision > firstTold))
        {
            entries.Entries_.Add(new Entry
            {
                Key = UnsafeByteOperations.UnsafeWrap(row.Key),
                Revision = (ulong)row.Revision,
                Deleted = row.Deleted,
                Value = UnsafeByteOperations.UnsafeWrap(row.Value),
            });
            size += row.Value.Length + 40;
            if (size < BytesAFrame)
                continue;
            await writer.WriteAsync(new FeedFrame { Entries = entries }, cancellationToken);
            entries = new Entries();
            size = 0;
        }

        if (entries.Entries_.Count != 0)
            await writer.WriteAsync(new FeedFrame { Entries = entries }, cancellationToken);
    }

    // When the service stops, what is in flight is still committed, and its callers wait for their gateway to have it: a stream ends once
    // nothing has come for a moment.
    private async Task<bool> WaitAsync(Task changed, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopping = _stopping.Register(() => over.CancelAfter(LastWords));
        over.CancelAfter(_stopping.IsCancellationRequested ? LastWords : HeartbeatInterval);
        await changed.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return changed.IsCompleted;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Follower} has revision {After} and this database only {Revision}: it is an older copy, and begins a new epoch")]
    private static partial void LogRenewed(ILogger logger, string follower, ulong after, long revision);
}
