using Google.Protobuf.Collections;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Discovery;

namespace Tautan.Platform.Feeds;

/// <summary>
/// The side of a feed that keeps a copy: in a table in memory, and on disk, so that it knows what it knew when everything
/// else is dead. It works on a thread of its own: whoever owns the table may be a process whose other threads must not block.
/// </summary>
public sealed partial class FeedFollower : IHostedService, IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DiskRetry = TimeSpan.FromSeconds(60);
    private const int LeastHeld = 100;
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestFailing = TimeSpan.FromSeconds(10);

    private readonly FeedFollowerOptions _options;
    private readonly IServiceHandlers _handlers;
    private readonly IFeedTable _table;
    private readonly TimeProvider _time;
    private readonly ILogger<FeedFollower> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly FeedWaiters _waiters = new();
    private readonly FeedCopy _copy;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private int _isDisposed;
    private volatile FeedStatus _status = new(FeedPosition.None, 0, false, null, null, 0, 0, 0, 0, null, null);

    // Of the thread alone.
    private FeedSnapshotWriter? _snapshot;
    private ulong _snapshotMeant;
    private bool _wantsSnapshot;
    private bool _isSnapshotFresh;
    private long? _diskFailedAt;

    public FeedFollower(FeedFollowerOptions options, IServiceHandlers handlers, IFeedTable table, TimeProvider time, ILogger<FeedFollower> logger)
        : this(options, handlers, table, time, logger, new FeedDisk())
    {
    }

    internal FeedFollower(FeedFollowerOptions options, IServiceHandlers handlers, IFeedTable table, TimeProvider time, ILogger<FeedFollower> logger, FeedDisk disk)
    {
        _options = options;
        _handlers = handlers;
        _table = table;
        _time = time;
        _logger = logger;
        _copy = new FeedCopy(options.Directory, options.Name, disk: disk);
    }

    public string Name => _options.Name;

    public FeedStatus Status => _status;

    public FeedPosition Position => _status.Position;

    /// <summary>Completes when what was on disk is in the table.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Waits until this copy has a revision.</summary>
    /// <returns>False where it has not within the time.</returns>
    public Task<bool> WaitForAsync(string epoch, ulong revision, TimeSpan timeout, CancellationToken cancellationToken) =>
        _waiters.WaitAsync(() => Position, epoch, revision, timeout, _time, cancellationToken);

    /// <summary>Starts; returns when what was on disk is in the table.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = $"feed {_options.Name}" };
        _thread.Start();
        return _loaded.Task.WaitAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_thread is { } thread)
            await Task.Run(() => thread.Join(TimeSpan.FromSeconds(5)), cancellationToken);
    }

    public void Dispose()
    {
        // Registered under its key and as a hosted service, it is disposed once for each.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        _stop.Cancel();
        _thread?.Join(TimeSpan.FromSeconds(5));
        _copy.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            _copy.Load(_table);
            if (_copy.Damaged is { } aside)
                LogDamaged(_logger, _options.Name, aside);
            if (_copy.TornBytes > 0)
                LogTorn(_logger, _options.Name, _copy.TornBytes);
            _table.Loaded();
            Publish(status => status with { TornBytes = _copy.TornBytes, Damaged = _copy.Damaged, Held = _copy.Held });
            _loaded.TrySetResult();
        }
        catch (Exception exception)
        {
            _loaded.TrySetException(exception);
            return;
        }

        var backoff = ShortestBackoff;
        while (!_stop.IsCancellationRequested)
        {
            var heard = _status.LastHeard;
            var longest = LongestAway;
            try
            {
                Follow(_stop.Token);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // What fails here and not on the way, fails again: a snapshot that the disk has no room for must not be asked for without pause.
                if (!_stop.IsCancellationRequested && !TryReportLost(exception))
                    longest = LongestFailing;
            }

            _snapshot?.Dispose();
            _snapshot = null;
            Publish(status => status with { IsConnected = false });
            backoff = longest == LongestAway && _status.LastHeard != heard
                ? ShortestBackoff
                : TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, longest.Ticks));
            _stop.Token.WaitHandle.WaitOne(backoff);
        }

        _copy.FlushToDisk();
    }

    private void Follow(CancellationToken cancellationToken)
    {
        // While something is held back, each stream begins with a snapshot: what was missing may be there again.
        var request = new WatchRequest { Epoch = Position.Epoch, After = Position.Revision, Follower = _options.Follower, Snapshot = _wantsSnapshot || _status.Held is not null };
        _isSnapshotFresh = false;
        using var call = _options.Watch(_handlers.Channel(_options.Source), request, cancellationToken);
        while (TryNext(call.ResponseStream, cancellationToken) && Take(call.ResponseStream.Current))
        {
        }
    }

    private bool TryNext(IAsyncStreamReader<FeedFrame> stream, CancellationToken cancellationToken)
    {
        var next = stream.MoveNext(cancellationToken);
        for (var waited = TimeSpan.Zero; ; waited += FlushEvery)
        {
            if (Wait(next, FlushEvery, cancellationToken))
            {
                var hasNext = next.GetAwaiter().GetResult();
                if (hasNext)
                    Publish(status => status with { IsConnected = true, LastHeard = _time.GetUtcNow() });
                return hasNext;
            }

            _copy.FlushToDisk();
            if (waited >= Silence)
                throw new TimeoutException($"{_options.Source} has not spoken for {Silence.TotalSeconds} seconds.");
        }
    }

    private static bool Wait(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return task.Wait((int)timeout.TotalMilliseconds, cancellationToken);
        }
        catch (AggregateException)
        {
            return true;
        }
    }

    // False: this stream has said enough, and another is asked for.
    private bool Take(FeedFrame frame)
    {
        try
        {
            return TakeFrame(frame) && !RetryDisk();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _copy.Fail(exception);
            throw;
        }
    }

    private bool TakeFrame(FeedFrame frame)
    {
        switch (frame.FrameCase)
        {
            case FeedFrame.FrameOneofCase.Hello:
                return TakeHello(frame.Hello);
            case FeedFrame.FrameOneofCase.SnapshotBegin:
                _wantsSnapshot = false;
                _snapshotMeant = frame.SnapshotBegin.Meant;
                _snapshot = _copy.BeginSnapshot(frame.SnapshotBegin.Epoch);
                return true;
            case FeedFrame.FrameOneofCase.Entries:
                TakeEntries(frame.Entries);
                return true;
            case FeedFrame.FrameOneofCase.SnapshotEnd:
                TakeSnapshot(frame.SnapshotEnd.Revision);
                return true;
            case FeedFrame.FrameOneofCase.Digest:
                return TakeDigest(frame.Digest);
            case FeedFrame.FrameOneofCase.Unwritten:
                _table.ApplyUnwritten(Read(frame.Unwritten.Entries));
                return true;
            default:
                return true;
        }
    }

    private bool TakeHello(Hello hello)
    {
        if (_snapshot is not null)
        {
            _snapshotMeant = hello.Meant;
            return true;
        }

        var isNewlyMeant = _status.Held is not null && hello.Meant != _status.SourceMeant;
        Publish(status => status with { SourceMeant = hello.Meant });
        _wantsSnapshot |= isNewlyMeant;
        return !isNewlyMeant;
    }

    private void TakeEntries(Entries frame)
    {
        var entries = Read(frame.Entries_);
        if (_snapshot is not null)
        {
            foreach (var entry in entries)
                _snapshot.Add(entry);
            return;
        }

        if (_status.Held is not null && !_options.KeepMissing)
            return;
        _table.Apply(entries);
        _copy.Append(entries, entries[^1].Revision);
        Publish(status => status);
    }

    private static List<FeedEntry> Read(RepeatedField<Entry> frame)
    {
        var entries = new List<FeedEntry>(frame.Count);
        foreach (var entry in frame)
            entries.Add(new FeedEntry(FeedKey.Read(entry.Key.Span), entry.Revision, entry.Deleted, entry.Value.Memory));
        return entries;
    }

    private void TakeSnapshot(ulong revision)
    {
        using var snapshot = _snapshot ?? throw new InvalidDataException("A snapshot ended that had not begun.");
        _snapshot = null;
        snapshot.Finish(revision);
        var isSameEpoch = Position.Epoch == snapshot.Epoch;
        long existing = _copy.Index.Count;
        long removed = _copy.Index.All.LongCount(pair => !snapshot.Index.TryGet(pair.Key, out _));
        var isMeant = _snapshotMeant != 0 && !(isSameEpoch && Position.Revision >= _snapshotMeant);
        var isHeld = removed * 2 > existing && (!isSameEpoch || removed >= LeastHeld || _status.Held is not null) && !isMeant;
        var held = isHeld ? new HeldSnapshot(snapshot.Epoch, revision, removed, existing) : null;
        if (isHeld)
            LogHeld(_logger, _options.Name, removed, existing);
        if (!isHeld || _options.KeepMissing)
            _copy.Replace(snapshot, held, _table);
        _isSnapshotFresh = true;
        Publish(status => status with
        {
            Held = held,
            SourceMeant = _snapshotMeant,
            Snapshots = status.Snapshots + 1,
        });
    }

    private bool TakeDigest(Digest digest)
    {
        if (_status.Held is not null)
            return true;
        _copy.Append([], digest.Revision);
        Publish(status => status);
        var isSame = (ulong)_copy.Index.Count == digest.Count
            && _copy.Index.Digest == System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest.Digest_.Span);
        if (isSame)
            return true;
        LogDiffers(_logger, _options.Name, _copy.Index.Count, digest.Count);
        Publish(status => status with { DigestMismatches = status.DigestMismatches + 1 });
        // What a snapshot has just brought differs from its source's own count: another one would differ as well.
        if (_isSnapshotFresh)
            return true;
        _wantsSnapshot = true;
        return false;
    }

    // After a full disk the log has a gap; a snapshot begins it anew, once there may be room again.
    private bool RetryDisk()
    {
        if (_copy.DiskProblem is null)
        {
            _diskFailedAt = null;
            return false;
        }

        _diskFailedAt ??= _time.GetTimestamp();
        if (_snapshot is not null || _time.GetElapsedTime(_diskFailedAt.Value) < DiskRetry)
            return false;
        _diskFailedAt = _time.GetTimestamp();
        return _wantsSnapshot = true;
    }

    private void Publish(Func<FeedStatus, FeedStatus> change)
    {
        _status = change(_status) with { Position = _copy.Position, Entries = _copy.Index.Count, DiskProblem = _copy.DiskProblem };
        _waiters.Moved(_status.Position);
    }

    // False: it was no lost connection, but a failure.
    private bool TryReportLost(Exception exception)
    {
        var isLost = exception is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Aborted or StatusCode.Cancelled } or TimeoutException;
        if (isLost)
            LogLost(_logger, _options.Name, exception is RpcException rpc ? rpc.Status.Detail : exception.Message);
        else
            LogFailed(_logger, exception, _options.Name);
        return isLost;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The feed of {Feed} is away: {Problem}")]
    private static partial void LogLost(ILogger logger, string feed, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Following the feed of {Feed} failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception, string feed);

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy of {Feed} on disk was damaged and put aside as {Path}")]
    private static partial void LogDamaged(ILogger logger, string feed, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last write to the copy of {Feed} was cut short; {Bytes} bytes were taken off")]
    private static partial void LogTorn(ILogger logger, string feed, long bytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "A snapshot of {Feed} would remove {Removed} of {Entries} and is held back; `tautan gateway accept` lets it through")]
    private static partial void LogHeld(ILogger logger, string feed, long removed, long entries);

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy of {Feed} ({Entries} entries) differs from its source ({SourceEntries}); a snapshot is taken")]
    private static partial void LogDiffers(ILogger logger, string feed, int entries, ulong sourceEntries);
}
