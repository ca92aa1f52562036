namespace Tautan.Platform.Feeds;

/// <summary>A snapshot on its way to the disk, beside the copy that is in use.</summary>
internal sealed class FeedSnapshotWriter : IDisposable
{
    private const int WriteAt = 1 << 16;

    private readonly FeedSpool _spool;
    private readonly MemoryStream _unwritten = new(WriteAt);
    private bool _isCommitted;

    /// <param name="disk">What opens its file.</param>
    /// <param name="path">Of its file.</param>
    /// <param name="epoch">Of the database it comes from.</param>
    /// <param name="index">What it counts in.</param>
    /// <param name="orMemory">Where the disk fails, memory takes the rest: it can be read, and not be committed.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public FeedSnapshotWriter(FeedDisk disk, string path, string epoch, FeedIndex index, bool orMemory)
    {
        Path = path;
        Epoch = epoch;
        Index = index;
        _spool = new FeedSpool(disk, path, orMemory);
        FeedFile.WriteHeader(_unwritten, Generation, epoch);
    }

    public string Path { get; }

    public string Epoch { get; }

    public Guid Generation { get; } = Guid.NewGuid();

    public ulong Revision { get; private set; }

    public FeedIndex Index { get; }

    /// <summary>How many entries were taken in, those of keys that went included.</summary>
    public uint Entries { get; private set; }

    /// <summary>Takes an entry in; a deleted one is a key that went while the snapshot was on its way.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Add(in FeedEntry entry)
    {
        Entries++;
        if (entry.Deleted)
            Index.Remove(entry.Key);
        else
            Index.Put(entry.Key, new FeedPlace(FeedHash.Of(entry.Key, entry.Value.Span), Entries));
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

    /// <summary>Gives a table all that another copy lacks or has otherwise.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void TellDifference(FeedIndex from, IFeedTable table)
    {
        var batch = new FeedBatch(table);
        var reader = new FeedFileReader(_spool);
        while (reader.ReadBlock())
        {
            while (reader.MoveNext())
            {
                if (reader.Kind != FeedRecordKind.Entry)
                    continue;
                var (entry, hash) = (reader.Entry, reader.Hash);
                if (Index.IsCurrent(entry.Key, new FeedPlace(hash, reader.Entries)) && !(from.TryGet(entry.Key, out var old) && old.Hash == hash))
                    batch.Add(entry);
            }

            batch.Flush();
        }
    }

    /// <summary>Brings it to the platter, whole.</summary>
    /// <param name="held">As it was held back; null: it was not.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Commit(HeldSnapshot? held)
    {
        if (held is not null)
            FeedFile.WriteHeld(_unwritten, held);
        FeedFile.WriteCommit(_unwritten, Revision);
        Write();
        _spool.FlushToDisk();
        _isCommitted = true;
        _spool.Dispose();
    }

    public void Dispose()
    {
        _spool.Dispose();
        if (_isCommitted)
            return;
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (FeedDisk.IsFailure(exception))
        {
            // A disk that may only be read now. The next snapshot overwrites what is left.
        }
    }

    private void Write()
    {
        _spool.Append(_unwritten);
        _unwritten.SetLength(0);
    }
}
