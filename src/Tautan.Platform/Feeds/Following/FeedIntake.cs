using Google.Protobuf.Collections;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>
/// What a follower does with what it is told: it takes it into table and copy, holds a snapshot back or lets it through, and asks for another
/// one where its copy differs or the disk lost some of it. Used by one thread.
/// </summary>
internal sealed partial class FeedIntake(FeedFollowerOptions options, FeedCopy copy, IFeedTable table, FeedBoard board, TimeProvider time, ILogger logger)
{
    private const int LeastHeld = 100;
    private static readonly TimeSpan DiskRetry = TimeSpan.FromSeconds(60);

    private FeedSnapshotWriter? _snapshot;
    private ulong _snapshotMeant;
    private bool _wantsSnapshot;
    private bool _wantsDisk;
    private bool _isSnapshotFresh;
    private long? _diskFailedAt;

    /// <summary>Takes in what is on disk.</summary>
    public void Load()
    {
        copy.Load(table);
        if (copy.Damaged is { } aside)
            LogDamaged(logger, options.Name, aside);
        if (copy.TornBytes > 0)
            LogTorn(logger, options.Name, copy.TornBytes);
        if (copy.DiskProblem is { } problem)
            LogDisk(logger, options.Name, problem);
        table.Loaded();
        board.Publish(status => status with { TornBytes = copy.TornBytes, Damaged = copy.Damaged, Held = copy.Held });
    }

    /// <summary>What a new stream is asked for.</summary>
    public WatchRequest Begin()
    {
        _isSnapshotFresh = false;
        // While something is held back, each stream begins with a snapshot: what was missing may be there again.
        return new WatchRequest
        {
            Epoch = copy.Position.Epoch,
            After = copy.Position.Revision,
            Follower = options.Follower,
            Snapshot = _wantsSnapshot || board.Status.Held is not null,
        };
    }

    /// <summary>The stream ended; what it had not said to the end is forgotten.</summary>
    public void End()
    {
        _snapshot?.Dispose();
        _snapshot = null;
        board.Publish(status => status with { IsConnected = false });
    }

    /// <returns>False: this stream has said enough, and another is asked for.</returns>
    public bool Take(FeedFrame frame)
    {
        try
        {
            return TakeFrame(frame) && !RetryDisk();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            copy.Fail(exception);
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
                BeginSnapshot(frame.SnapshotBegin);
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
                table.ApplyUnwritten(Read(frame.Unwritten.Entries));
                return true;
            default:
                return true;
        }
    }

    private void BeginSnapshot(SnapshotBegin begin)
    {
        // One that is asked for to write the copy anew is of no use in memory.
        var isForDisk = _wantsDisk;
        _wantsDisk = _wantsSnapshot = false;
        _snapshotMeant = begin.Meant;
        _snapshot = copy.BeginSnapshot(begin.Epoch, (long)Math.Min(begin.Count, int.MaxValue), orMemory: !isForDisk);
    }

    private bool TakeHello(Hello hello)
    {
        if (_snapshot is not null)
        {
            _snapshotMeant = hello.Meant;
            return true;
        }

        var isNewlyMeant = board.Status.Held is not null && hello.Meant != board.Status.SourceMeant;
        board.Publish(status => status with { SourceMeant = hello.Meant });
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

        if (board.Status.Held is not null && !options.KeepMissing)
            return;
        table.Apply(entries);
        copy.Append(entries, entries[^1].Revision);
        board.Publish();
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
        var isSameEpoch = copy.Position.Epoch == snapshot.Epoch;
        long existing = copy.Index.Count;
        long removed = copy.Index.All.LongCount(pair => !snapshot.Index.TryGet(pair.Key, out _));
        var isMeant = _snapshotMeant != 0 && !(isSameEpoch && copy.Position.Revision >= _snapshotMeant);
        var isHeld = removed * 2 > existing && (!isSameEpoch || removed >= LeastHeld || board.Status.Held is not null) && !isMeant;
        var held = isHeld ? new HeldSnapshot(snapshot.Epoch, revision, removed, existing) : null;
        if (isHeld)
            LogHeld(logger, options.Name, removed, existing);
        if (!isHeld || options.KeepMissing)
            copy.Replace(snapshot, held, table);
        _isSnapshotFresh = true;
        board.Publish(status => status with
        {
            Held = held,
            SourceMeant = _snapshotMeant,
            Snapshots = status.Snapshots + 1,
        });
    }

    private bool TakeDigest(Digest digest)
    {
        if (board.Status.Held is not null)
            return true;
        copy.Append([], digest.Revision);
        board.Publish();
        var isSame = (ulong)copy.Index.Count == digest.Count
            && copy.Index.Digest == Bits128.Read(digest.Digest_.Span);
        if (isSame)
            return true;
        LogDiffers(logger, options.Name, copy.Index.Count, digest.Count);
        board.Publish(status => status with { DigestMismatches = status.DigestMismatches + 1 });
        // What a snapshot has just brought differs from its source's own count: another one would differ as well.
        if (_isSnapshotFresh)
            return true;
        _wantsSnapshot = true;
        return false;
    }

    // After a full disk the log has a gap; a snapshot begins it anew, once there may be room again.
    private bool RetryDisk()
    {
        if (copy.DiskProblem is null)
        {
            _diskFailedAt = null;
            return false;
        }

        _diskFailedAt ??= time.GetTimestamp();
        if (_snapshot is not null || time.GetElapsedTime(_diskFailedAt.Value) < DiskRetry)
            return false;
        _diskFailedAt = time.GetTimestamp();
        return _wantsDisk = _wantsSnapshot = true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy of {Feed} on disk was damaged and put aside as {Path}")]
    private static partial void LogDamaged(ILogger logger, string feed, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last write to the copy of {Feed} was cut short; {Bytes} bytes were taken off")]
    private static partial void LogTorn(ILogger logger, string feed, long bytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy of {Feed} on disk cannot be used, and memory alone has what comes now: {Problem}")]
    private static partial void LogDisk(ILogger logger, string feed, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "A snapshot of {Feed} would remove {Removed} of {Entries} and is held back; `tautan gateway accept` lets it through")]
    private static partial void LogHeld(ILogger logger, string feed, long removed, long entries);

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy of {Feed} ({Entries} entries) differs from its source ({SourceEntries}); a snapshot is taken")]
    private static partial void LogDiffers(ILogger logger, string feed, int entries, ulong sourceEntries);
}
