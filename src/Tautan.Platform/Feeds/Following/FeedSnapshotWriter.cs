namespace Tautan.Platform.Feeds;

/// <summary>A snapshot on its way to the disk, beside the copy that is in use.</summary>
internal sealed class FeedSnapshotWriter : IDisposable
{
    private const int WriteAt = 1 << 16;

    private readonly FileStream _file;
    private readonly MemoryStream _unwritten = new(WriteAt);
    private bool _isCommitted;

    public FeedSnapshotWriter(FeedDisk disk, string path, string epoch)
    {
        Path = path;
        Epoch = epoch;
        _file = disk.Write(path);
        _file.SetLength(0);
        FeedFile.WriteHeader(_unwritten, Generation, epoch);
    }

    public string Path { get; }

    public string Epoch { get; }

    public Guid Generation { get; } = Guid.NewGuid();

    public ulong Revision { get; private set; }

    public FeedIndex Index { get; } = new();

    /// <summary>Takes an entry in; a deleted one is a key that went while the snapshot was on its way.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Add(in FeedEntry entry)
    {
        if (entry.Deleted)
        {
            Index.Remove(entry.Key);
        }
        else
        {
            Index.Put(entry.Key, new FeedPlace(FeedHash.Of(entry.Key, entry.Value.Span), InLog: false, _file.Position + _unwritten.Position));
        }

        FeedFile.WriteEntry(_unwritten, entry);
        if (_unwritten.Length >= WriteAt)
            Write();
    }

    /// <summary>All is there; it can be read, and is not in use yet.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Finish(ulong revision)
    {
        Revision = revision;
        Write();
    }

    public FeedEntry ReadAt(FeedPlace place) => FeedFile.ReadAt(_file, place.Offset);

    /// <summary>Brings it to the platter, whole.</summary>
    /// <param name="held">As it was held back; null: it was not.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Commit(HeldSnapshot? held)
    {
        if (held is not null)
            FeedFile.WriteHeld(_unwritten, held);
        FeedFile.WriteCommit(_unwritten, Revision);
        Write();
        _file.Flush(flushToDisk: true);
        _isCommitted = true;
        _file.Dispose();
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_isCommitted)
            return;
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A disk that may only be read now. The next snapshot overwrites what is left.
        }
    }

    private void Write()
    {
        FeedDisk.Append(_file, _unwritten);
        _unwritten.SetLength(0);
    }
}
