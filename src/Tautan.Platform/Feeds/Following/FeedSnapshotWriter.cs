namespace Tautan.Platform.Feeds;

/// <summary>A snapshot on its way to the disk, beside the copy that is in use.</summary>
internal sealed class FeedSnapshotWriter : IDisposable
{
    private readonly FileStream _file;
    private bool _isCommitted;

    public FeedSnapshotWriter(string path, string epoch)
    {
        Path = path;
        Epoch = epoch;
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        FeedFile.WriteHeader(_file, Generation, epoch);
    }

    public string Path { get; }

    public string Epoch { get; }

    public Guid Generation { get; } = Guid.NewGuid();

    public ulong Revision { get; private set; }

    public FeedIndex Index { get; } = new();

    /// <summary>Takes an entry in; a deleted one is a key that went while the snapshot was on its way.</summary>
    public void Add(in FeedEntry entry)
    {
        var offset = _file.Position;
        FeedFile.WriteEntry(_file, entry);
        if (entry.Deleted)
            Index.Remove(entry.Key);
        else
            Index.Put(entry.Key, new FeedPlace(FeedHash.Of(entry.Key, entry.Value.Span), InLog: false, offset));
    }

    /// <summary>All is there; it can be read, and is not in use yet.</summary>
    public void Finish(ulong revision)
    {
        Revision = revision;
        _file.Flush();
    }

    public FeedEntry ReadAt(FeedPlace place)
    {
        _file.Flush();
        return FeedFile.ReadAt(_file, place.Offset);
    }

    /// <summary>Brings it to the platter, whole.</summary>
    public void Commit()
    {
        FeedFile.WriteCommit(_file, Revision);
        _file.Flush(flushToDisk: true);
        _isCommitted = true;
        _file.Dispose();
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_isCommitted)
            File.Delete(Path);
    }
}
