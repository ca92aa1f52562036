namespace Tautan.Platform.Feeds;

/// <summary>
/// A follower's copy on disk: a base file, and a log of the changes since, which a power cut at any byte leaves whole up to some
/// revision. Where the disk fails it goes on in memory. Used by one thread.
/// </summary>
internal sealed partial class FeedCopy : IDisposable
{
    private readonly string _directory;
    private readonly string _basePath;
    private readonly string _logPath;
    private readonly long _compactAt;
    private readonly FeedDisk _disk;
    private FeedBase? _base;
    private FeedLog? _log;

    /// <param name="directory">Made where it is missing.</param>
    /// <param name="name">Of the files.</param>
    /// <param name="compactAt">The length of the log, in bytes, at which it is merged into the base.</param>
    /// <param name="disk">What opens the files.</param>
    public FeedCopy(string directory, string name, long compactAt = 64 * 1024 * 1024, FeedDisk? disk = null)
    {
        _directory = directory;
        _basePath = Path.Combine(directory, name + ".base");
        _logPath = Path.Combine(directory, name + ".log");
        _compactAt = compactAt;
        _disk = disk ?? new FeedDisk();
    }

    public FeedPosition Position { get; private set; } = FeedPosition.None;

    public FeedIndex Index { get; private set; } = new();

    public long TornBytes => _log?.TornBytes ?? 0;

    public string? Damaged { get; private set; }

    /// <summary>Why the disk cannot be read or written; null: it can. What came since is in memory alone.</summary>
    public string? DiskProblem { get; private set; }

    /// <summary>The snapshot that was taken in only as far as it adds and changes, and is held back as far as it removes; null: none.</summary>
    public HeldSnapshot? Held { get; private set; }

    /// <summary>Reads what is there, giving every current entry to the table, a batch at a time. What cannot be read is not there.</summary>
    public void Load(IFeedTable table)
    {
        try
        {
            Directory.CreateDirectory(_directory);
            if (!File.Exists(_basePath) || !TryLoadBase())
                return;
        }
        catch (Exception exception) when (FeedDisk.IsFailure(exception))
        {
            Forget();
            Fail(exception);
            return;
        }

        LoadLog();
        Tell(table);
    }

    /// <summary>Takes changes in and keeps them.</summary>
    public void Append(IReadOnlyList<FeedEntry> entries, ulong revision)
    {
        Position = Position with { Revision = Math.Max(revision, Position.Revision) };
        var next = DiskProblem is null ? _base!.Entries + _log!.Entries : FeedPlace.Nowhere;
        if (DiskProblem is null)
            Write(entries);
        // The log must have no gap: what comes after a failure is in memory alone, until a snapshot begins anew.
        foreach (var entry in entries)
            Take(new FeedChange(entry.Key, entry.Deleted, new FeedPlace(FeedHash.Of(entry.Key, entry.Value.Span), DiskProblem is null ? ++next : FeedPlace.Nowhere)));
        if (DiskProblem is null && _log!.Length > _compactAt)
            Compact();
    }

    /// <summary>The disk failed: nothing more is written until a snapshot begins anew.</summary>
    public void Fail(Exception exception) => DiskProblem = exception.Message;

    /// <summary>Brings to the platter what was written. Called about once a second.</summary>
    public void FlushToDisk()
    {
        if (DiskProblem is not null)
            return;
        try
        {
            _log?.FlushToDisk();
        }
        catch (IOException exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Begins to take a snapshot; it is beside the copy until <see cref="Replace"/>.</summary>
    /// <param name="epoch">Of the snapshot.</param>
    /// <param name="count">About how many entries come.</param>
    /// <param name="orMemory">Where the disk fails, memory takes the rest; else that is thrown.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public FeedSnapshotWriter BeginSnapshot(string epoch, long count = 0, bool orMemory = false)
    {
        var index = new FeedIndex();
        index.Reserve(count);
        return new FeedSnapshotWriter(_disk, _basePath + ".new", epoch, index, orMemory);
    }

    /// <summary>Takes a finished snapshot in the place of the copy. Where the disk fails, in memory alone.</summary>
    /// <param name="snapshot">The snapshot; finished.</param>
    /// <param name="held">It is held back as far as it removes: entries that it lacks are kept. Null: it replaces all.</param>
    /// <param name="table">Told of what differs alone.</param>
    public void Replace(FeedSnapshotWriter snapshot, HeldSnapshot? held, IFeedTable table)
    {
        // What goes makes room (a slug, say) for what comes.
        if (held is null)
        {
            var batch = new FeedBatch(table);
            foreach (var (key, _) in Index.All)
            {
                if (!snapshot.Index.TryGet(key, out _))
                    batch.Add(new FeedEntry(key, snapshot.Revision, Deleted: true, default));
            }

            batch.Flush();
        }

        table.Expect(snapshot.Index.Count);
        snapshot.TellDifference(Index, table);
        Held = held;
        Position = new FeedPosition(snapshot.Epoch, snapshot.Revision);
        Adopt(snapshot, isCarrying: held is not null);
    }

    public void Dispose()
    {
        FlushToDisk();
        _base?.Dispose();
        _log?.Dispose();
    }

    private void Write(IReadOnlyList<FeedEntry> entries)
    {
        try
        {
            _log!.Append(entries, Position.Revision);
        }
        catch (IOException exception)
        {
            Fail(exception);
        }
    }

    // All that is current, as it stands on disk, a batch at a time.
    private void ReadCurrent(Action<IReadOnlyList<FeedEntry>> take, bool isEach = false)
    {
        var entries = new List<FeedEntry>();
        foreach (var (bytes, before) in new[] { (_base!.Bytes, 0u), (_log?.Bytes, _base.Entries) })
        {
            if (bytes is null)
                continue;
            var reader = new FeedFileReader(bytes, passDamaged: true);
            while (reader.ReadBlock())
            {
                while (reader.MoveNext())
                {
                    if (reader.Kind == FeedRecordKind.Entry && reader.Entry is var entry
                        && (isEach || Index.IsCurrent(entry.Key, new FeedPlace(reader.Hash, before + reader.Entries))))
                    {
                        entries.Add(entry);
                    }
                }

                if (entries.Count != 0)
                    take(entries);
                entries.Clear();
            }
        }
    }

    private void Take(in FeedChange change)
    {
        if (change.Deleted)
            Index.Remove(change.Key);
        else
            Index.Put(change.Key, change.Place);
    }

    private void Compact()
    {
        try
        {
            // An entry takes a place that is not behind its old one, so those that follow are still found at theirs.
            using var snapshot = new FeedSnapshotWriter(_disk, _basePath + ".new", Position.Epoch, Index, orMemory: false);
            ReadCurrent(entries =>
            {
                foreach (var entry in entries)
                    snapshot.Add(entry);
            });
            snapshot.Finish(Position.Revision);
            Adopt(snapshot, isCarrying: false);
        }
        catch (Exception exception) when (FeedDisk.IsFailure(exception))
        {
            Fail(exception);
        }
    }

    // The base becomes what the snapshot and, where they are carried, the entries it lacks say; the log empty. A crash between the two leaves a
    // log of another generation.
    private void Adopt(FeedSnapshotWriter snapshot, bool isCarrying)
    {
        try
        {
            if (isCarrying)
                Carry(snapshot);
            snapshot.Commit(Held);
            _disk.Replace(_basePath, snapshot.Path);
            _base?.Dispose();
            _base = null;
            _base = FeedBase.Of(_disk, _basePath, snapshot);
            _log?.Dispose();
            _log = null;
            _log = FeedLog.Create(_disk, _logPath, snapshot.Generation, snapshot.Epoch);
            DiskProblem = null;
        }
        catch (Exception exception) when (FeedDisk.IsFailure(exception))
        {
            Fail(exception);
        }

        // An entry that the disk does not give back stays in memory: the digest will tell.
        if (isCarrying)
        {
            foreach (var (key, place) in Index.All)
            {
                if (!snapshot.Index.TryGet(key, out _))
                    snapshot.Index.Put(key, place with { Record = FeedPlace.Nowhere });
            }
        }

        Index = snapshot.Index;
    }

    private void Carry(FeedSnapshotWriter snapshot)
    {
        if (_base is null)
            return;
        ReadCurrent(entries =>
        {
            foreach (var entry in entries)
            {
                if (!snapshot.Index.TryGet(entry.Key, out _))
                    snapshot.Add(entry);
            }
        });
    }
}
