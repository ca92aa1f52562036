using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>
/// A follower's copy on disk: a base file, and a log of the changes since, which a power cut at any byte leaves whole up to some
/// revision. Used by one thread.
/// </summary>
internal sealed class FeedCopy : IDisposable
{
    private readonly string _basePath;
    private readonly string _logPath;
    private readonly long _compactAt;
    private readonly FeedDisk _disk;
    private readonly MemoryStream _batch = new();
    private FileStream? _base;
    private FileStream? _log;
    private Guid _generation;
    private bool _unflushed;

    /// <param name="directory">Made where it is missing.</param>
    /// <param name="name">Of the files.</param>
    /// <param name="compactAt">The length of the log, in bytes, at which it is merged into the base.</param>
    /// <param name="disk">What opens the files.</param>
    public FeedCopy(string directory, string name, long compactAt = 64 * 1024 * 1024, FeedDisk? disk = null)
    {
        Directory.CreateDirectory(directory);
        _basePath = Path.Combine(directory, name + ".base");
        _logPath = Path.Combine(directory, name + ".log");
        _compactAt = compactAt;
        _disk = disk ?? new FeedDisk();
    }

    public FeedPosition Position { get; private set; } = FeedPosition.None;

    public FeedIndex Index { get; private set; } = new();

    public long TornBytes { get; private set; }

    public string? Damaged { get; private set; }

    /// <summary>Why the disk could not be written; null: it can. What came since is in memory alone.</summary>
    public string? DiskProblem { get; private set; }

    /// <summary>The snapshot that was taken in only as far as it adds and changes, and is held back as far as it removes; null: none.</summary>
    public HeldSnapshot? Held { get; private set; }

    /// <summary>Reads what is there, giving every current entry to the table, a batch at a time.</summary>
    public void Load(IFeedTable table)
    {
        if (!File.Exists(_basePath) || !TryLoadBase())
            return;
        LoadLog();
        var batch = new FeedBatch(table);
        foreach (var (_, place) in Index.All)
            batch.Add(ReadAt(place));
        batch.Flush();
    }

    /// <summary>Takes changes in and keeps them.</summary>
    public void Append(IReadOnlyList<FeedEntry> entries, ulong revision)
    {
        Position = Position with { Revision = Math.Max(revision, Position.Revision) };
        if (DiskProblem is null)
            Write(entries);
        // The log must have no gap: what comes after a failure is in memory alone, until a snapshot begins anew.
        if (DiskProblem is not null)
        {
            foreach (var entry in entries)
                Take(entry, inLog: true, FeedPlace.Nowhere);
        }
        else if (_log!.Length > _compactAt)
        {
            Compact();
        }
    }

    /// <summary>The disk failed: nothing more is written until a snapshot begins anew.</summary>
    public void Fail(Exception exception) => DiskProblem = exception.Message;

    /// <summary>Brings to the platter what was written. Called about once a second.</summary>
    public void FlushToDisk()
    {
        if (!_unflushed || DiskProblem is not null)
            return;
        try
        {
            _log!.Flush(flushToDisk: true);
            _unflushed = false;
        }
        catch (IOException exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Begins to take a snapshot; it is beside the copy until <see cref="Replace"/>.</summary>
    public FeedSnapshotWriter BeginSnapshot(string epoch) => new(_disk, _basePath + ".new", epoch);

    /// <summary>Takes a finished snapshot in the place of the copy. Where the disk fails, in memory alone.</summary>
    /// <param name="snapshot">The snapshot; finished.</param>
    /// <param name="held">It is held back as far as it removes: entries that it lacks are kept. Null: it replaces all.</param>
    /// <param name="table">Told of what differs alone.</param>
    public void Replace(FeedSnapshotWriter snapshot, HeldSnapshot? held, IFeedTable table)
    {
        var batch = new FeedBatch(table);
        // What goes makes room (a slug, say) for what comes.
        if (held is null)
        {
            foreach (var (key, _) in Index.All)
            {
                if (!snapshot.Index.TryGet(key, out _))
                    batch.Add(new FeedEntry(key, snapshot.Revision, Deleted: true, default));
            }
        }

        foreach (var (key, place) in snapshot.Index.All)
        {
            if (!Index.TryGet(key, out var old) || old.Hash != place.Hash)
                batch.Add(snapshot.ReadAt(place));
        }

        batch.Flush();
        Held = held;
        Position = new FeedPosition(snapshot.Epoch, snapshot.Revision);
        DiskProblem = null;
        Adopt(snapshot, carried: held is null ? [] : Index.All);
    }

    public void Dispose()
    {
        FlushToDisk();
        _base?.Dispose();
        _log?.Dispose();
    }

    // All of the batch in one write, so that it is known where a failed one began.
    private void Write(IReadOnlyList<FeedEntry> entries)
    {
        var start = _log!.Position;
        try
        {
            _batch.SetLength(0);
            foreach (var entry in entries)
            {
                Take(entry, inLog: true, start + _batch.Position);
                FeedFile.WriteEntry(_batch, entry);
            }

            FeedFile.WriteCommit(_batch, Position.Revision);
            FeedDisk.Append(_log, _batch);
            _unflushed = true;
        }
        catch (IOException exception)
        {
            Fail(exception);
        }
    }

    private FeedEntry ReadAt(FeedPlace place) => FeedFile.ReadAt(place.InLog ? _log! : _base!, place.Offset);

    private bool TryLoadBase()
    {
        var isWhole = false;
        using (var reader = new BufferedStream(_disk.Read(_basePath), 1 << 16))
        {
            foreach (var record in FeedFile.Read(reader))
            {
                switch (record.Kind)
                {
                    case FeedRecordKind.Header:
                        _generation = record.Generation;
                        Position = new FeedPosition(record.Epoch, 0);
                        break;
                    case FeedRecordKind.Entry:
                        Take(record.Entry, inLog: false, record.Offset);
                        break;
                    case FeedRecordKind.Held:
                        Held = record.Held! with { Epoch = Position.Epoch };
                        break;
                    default:
                        Position = Position with { Revision = record.Revision };
                        isWhole = reader.Position == reader.Length;
                        break;
                }
            }
        }

        if (isWhole && Position.Epoch.Length != 0)
        {
            _base = _disk.Read(_basePath);
            return true;
        }

        Damaged = PutAside(_basePath);
        PutAside(_logPath);
        Index = new FeedIndex();
        Position = FeedPosition.None;
        Held = null;
        return false;
    }

    private void LoadLog()
    {
        try
        {
            _log = _disk.Write(_logPath);
            var whole = ReadLog(_log);
            // A log of another generation is what a compaction that was cut short left behind: the base has it all.
            TornBytes = whole is null ? 0 : _log.Length - whole.Value;
            _log.SetLength(whole ?? 0);
            _log.Position = _log.Length;
            if (whole is null)
                FeedFile.WriteHeader(_log, _generation, Position.Epoch);
            _log.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What was read of it stands in the table; nothing can be added to it.
            Fail(exception);
        }
    }

    // Where the last whole change ends; null: it is not the log of this base.
    private long? ReadLog(FileStream log)
    {
        var pending = new List<FeedRecord>();
        long? whole = null;
        var reader = new BufferedStream(log, 1 << 16);
        foreach (var record in FeedFile.Read(reader))
        {
            if (whole is null && !(record.Kind == FeedRecordKind.Header && record.Generation == _generation && record.Epoch == Position.Epoch))
                return null;
            if (record.Kind == FeedRecordKind.Entry)
            {
                pending.Add(record);
                continue;
            }

            foreach (var change in pending)
                Take(change.Entry, inLog: true, change.Offset);
            pending.Clear();
            Position = Position with { Revision = Math.Max(record.Revision, Position.Revision) };
            whole = reader.Position;
        }

        return whole;
    }

    private void Take(in FeedEntry entry, bool inLog, long offset)
    {
        if (entry.Deleted)
            Index.Remove(entry.Key);
        else
            Index.Put(entry.Key, new FeedPlace(FeedHash.Of(entry.Key, entry.Value.Span), inLog, offset));
    }

    private void Compact()
    {
        try
        {
            using var snapshot = BeginSnapshot(Position.Epoch);
            snapshot.Finish(Position.Revision);
            Adopt(snapshot, Index.All);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception);
        }
    }

    // The base becomes what the snapshot and the carried entries say, the log empty. A crash between the two leaves a log of another generation.
    private void Adopt(FeedSnapshotWriter snapshot, IEnumerable<KeyValuePair<FeedKey, FeedPlace>> carried)
    {
        try
        {
            foreach (var (key, place) in carried)
            {
                if (!snapshot.Index.TryGet(key, out _))
                    Carry(key, place, snapshot);
            }

            snapshot.Commit(Held);
            File.Move(snapshot.Path, _basePath, overwrite: true);
            _base?.Dispose();
            _base = _disk.Read(_basePath);
            _generation = snapshot.Generation;
            _log?.Dispose();
            _log = _disk.Write(_logPath);
            _log.SetLength(0);
            FeedFile.WriteHeader(_log, _generation, snapshot.Epoch);
            _log.Flush(flushToDisk: true);
            _unflushed = false;
            Index = snapshot.Index;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception);
            Index = Union(snapshot.Index, carried);
        }
    }

    // An entry that the disk does not give back stays in memory: the digest will tell.
    private void Carry(FeedKey key, FeedPlace place, FeedSnapshotWriter snapshot)
    {
        try
        {
            if (place.Offset != FeedPlace.Nowhere)
            {
                snapshot.Add(ReadAt(place));
                return;
            }
        }
        catch (InvalidDataException)
        {
        }

        snapshot.Index.Put(key, place with { Offset = FeedPlace.Nowhere });
    }

    // What stands in the table, and no longer at a known place.
    private static FeedIndex Union(FeedIndex index, IEnumerable<KeyValuePair<FeedKey, FeedPlace>> carried)
    {
        var all = new FeedIndex();
        foreach (var (key, place) in carried.Concat(index.All))
            all.Put(key, place with { Offset = FeedPlace.Nowhere });
        return all;
    }

    private static string? PutAside(string path)
    {
        if (!File.Exists(path))
            return null;
        var aside = $"{path}.damaged-{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        File.Move(path, aside, overwrite: true);
        return aside;
    }
}
