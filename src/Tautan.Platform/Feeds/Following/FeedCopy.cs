
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
    private FileStream? _base;
    private FileStream? _log;
    private Guid _generation;
    private bool _unflushed;

    /// <param name="directory">Made where it is missing.</param>
    /// <param name="name">Of the files.</param>
    /// <param name="compactAt">The length of the log, in bytes, at which it is merged into the base.</param>
    public FeedCopy(string directory, string name, long compactAt = 64 * 1024 * 1024)
    {
        Directory.CreateDirectory(directory);
        _basePath = Path.Combine(directory, name + ".base");
        _logPath = Path.Combine(directory, name + ".log");
        _compactAt = compactAt;
    }

    public FeedPosition Position { get; private set; } = FeedPosition.None;

    public FeedIndex Index { get; private set; } = new();

    public long TornBytes { get; private set; }

    public string? Damaged { get; private set; }

    /// <summary>Why the disk could not be written; null: it can. What came since is in memory alone.</summary>
    public string? DiskProblem { get; private set; }

    /// <summary>Reads what is there, giving every current entry to the table, a batch at a time.</summary>
    public void Load(IFeedTable table)
    {
        if (!File.Exists(_basePath) || !TryLoadBase())
            return;
        LoadLog();
        var batch = new List<FeedEntry>();
        foreach (var (_, place) in Index.All)
        {
            batch.Add(ReadAt(place));
            if (batch.Count < 1000)
                continue;
            table.Apply(batch);
            batch.Clear();
        }

        if (batch.Count != 0)
            table.Apply(batch);
    }

    /// <summary>Takes changes in and keeps them.</summary>
    public void Append(IReadOnlyList<FeedEntry> entries, ulong revision)
    {
        try
        {
            Position = Position with { Revision = Math.Max(revision, Position.Revision) };
            foreach (var entry in entries)
            {
                var offset = DiskProblem is null ? _log!.Position : -1;
                if (DiskProblem is null)
                    FeedFile.WriteEntry(_log!, entry);
                if (entry.Deleted)
                    Index.Remove(entry.Key);
                else
                    Index.Put(entry.Key, new FeedPlace(FeedHash.Of(entry.Key, entry.Value.Span), InLog: true, offset));
            }

            if (DiskProblem is not null)
                return;
            FeedFile.WriteCommit(_log!, Position.Revision);
            _log!.Flush();
            _unflushed = true;
            if (_log.Length > _compactAt)
                Compact();
        }
        catch (IOException exception)
        {
            // The log must have no gap: nothing more is written until a snapshot begins anew.
            DiskProblem = exception.Message;
            foreach (var entry in entries.Where(entry => !entry.Deleted))
                Index.Put(entry.Key, new FeedPlace(FeedHash.Of(entry.Key, entry.Value.Span), InLog: true, -1));
            foreach (var entry in entries.Where(entry => entry.Deleted))
                Index.Remove(entry.Key);
        }
    }

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
            DiskProblem = exception.Message;
        }
    }

    /// <summary>Begins to take a snapshot; it is beside the copy until <see cref="Replace"/>.</summary>
    public FeedSnapshotWriter BeginSnapshot(string epoch) => new(_basePath + ".new", epoch);

    /// <summary>Takes a finished snapshot in the place of the copy.</summary>
    /// <param name="snapshot">The snapshot; finished.</param>
    /// <param name="keepMissing">Entries that the snapshot lacks are kept.</param>
    /// <param name="table">Told of what differs alone.</param>
    public void Replace(FeedSnapshotWriter snapshot, bool keepMissing, IFeedTable table)
    {
        var batch = new List<FeedEntry>();
        void Tell(FeedEntry entry)
        {
            batch.Add(entry);
            if (batch.Count < 1000)
                return;
            table.Apply(batch);
            batch.Clear();
        }

        foreach (var (key, place) in Index.All)
        {
            if (snapshot.Index.TryGet(key, out _))
                continue;
            if (keepMissing && place.Offset >= 0)
                snapshot.Add(ReadAt(place));
            else if (!keepMissing)
                Tell(new FeedEntry(key, snapshot.Revision, Deleted: true, default));
        }

        foreach (var (key, place) in snapshot.Index.All)
        {
            if (!Index.TryGet(key, out var old) || old.Hash != place.Hash)
                Tell(snapshot.ReadAt(place));
        }

        if (batch.Count != 0)
            table.Apply(batch);
        snapshot.Commit();
        Adopt(snapshot.Path, snapshot.Generation);
        Index = snapshot.Index;
        Position = new FeedPosition(snapshot.Epoch, snapshot.Revision);
        DiskProblem = null;
    }

    public void Dispose()
    {
        FlushToDisk();
        _base?.Dispose();
        _log?.Dispose();
    }

    private FeedEntry ReadAt(FeedPlace place) => FeedFile.ReadAt(place.InLog ? _log! : _base!, place.Offset);

    private bool TryLoadBase()
    {
        var file = Open(_basePath);
        var isWhole = false;
        using (var reader = new BufferedStream(new FileStream(_basePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), 1 << 16))
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
                        Take(record, inLog: false);
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
            _base = file;
            return true;
        }

        file.Dispose();
        Damaged = PutAside(_basePath);
        PutAside(_logPath);
        Index = new FeedIndex();
        Position = FeedPosition.None;
        return false;
    }

    private void LoadLog()
    {
        _log = Open(_logPath);
        var pending = new List<FeedRecord>();
        long whole = 0;
        var isOurs = false;
        using (var reader = new BufferedStream(new FileStream(_logPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), 1 << 16))
        {
            foreach (var record in FeedFile.Read(reader))
            {
                if (record.Kind == FeedRecordKind.Header)
                {
                    isOurs = whole == 0 && record.Generation == _generation && record.Epoch == Position.Epoch;
                    if (!isOurs)
                        break;
                    whole = reader.Position;
                }
                else if (!isOurs)
                {
                    break;
                }
                else if (record.Kind == FeedRecordKind.Entry)
                {
                    pending.Add(record);
                }
                else
                {
                    foreach (var change in pending)
                        Take(change, inLog: true);
                    pending.Clear();
                    Position = Position with { Revision = Math.Max(record.Revision, Position.Revision) };
                    whole = reader.Position;
                }
            }
        }

        // A log of another generation is what a compaction that was cut short left behind: the base has it all.
        TornBytes = isOurs ? _log.Length - whole : 0;
        _log.SetLength(whole);
        _log.Position = whole;
        if (!isOurs)
            FeedFile.WriteHeader(_log, _generation, Position.Epoch);
        _log.Flush(flushToDisk: true);
    }

    private void Take(in FeedRecord record, bool inLog)
    {
        if (record.Entry.Deleted)
            Index.Remove(record.Entry.Key);
        else
            Index.Put(record.Entry.Key, new FeedPlace(FeedHash.Of(record.Entry.Key, record.Entry.Value.Span), inLog, record.Offset));
    }

    private void Compact()
    {
        using var snapshot = BeginSnapshot(Position.Epoch);
        foreach (var (_, place) in Index.All)
            snapshot.Add(ReadAt(place));
        snapshot.Finish(Position.Revision);
        snapshot.Commit();
        Adopt(snapshot.Path, snapshot.Generation);
        Index = snapshot.Index;
    }

    private void Adopt(string path, Guid generation)
    {
        File.Move(path, _basePath, overwrite: true);
        _base?.Dispose();
        _base = Open(_basePath);
        _generation = generation;
        _log?.Dispose();
        _log = Open(_logPath);
        _log.SetLength(0);
        using (var header = new FileStream(_basePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            FeedFile.WriteHeader(_log, generation, FeedFile.Read(header).First().Epoch);
        _log.Flush(flushToDisk: true);
        _unflushed = false;
    }

    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    private static string? PutAside(string path)
    {
        if (!File.Exists(path))
            return null;
        var aside = $"{path}.damaged-{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        File.Move(path, aside, overwrite: true);
        return aside;
    }
}
