namespace Tautan.Platform.Feeds;

/// <summary>The changes since a base file, in batches; each is there whole or not at all.</summary>
internal sealed class FeedLog : IDisposable
{
    private readonly FileStream _file;
    private readonly MemoryStream _batch = new();
    private bool _unflushed;

    private FeedLog(FileStream file) => _file = file;

    public long Length => _file.Length;

    /// <summary>How many entries are in it.</summary>
    public uint Entries { get; private set; }

    /// <summary>Bytes of a write that was cut short, and were taken off.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Why nothing can be added to it; null: it can.</summary>
    public Exception? Problem { get; private set; }

    public IFeedBytes Bytes => new FeedFileBytes(_file);

    /// <summary>Makes the empty log of a base.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static FeedLog Create(FeedDisk disk, string path, Guid generation, string epoch)
    {
        var log = new FeedLog(Open(disk, path));
        try
        {
            log.Clear(generation, epoch);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Opens the log of a base and takes what is whole in it. Where it may only be read, <see cref="Problem"/> says why.</summary>
    /// <param name="disk">What opens it.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="generation">The base's.</param>
    /// <param name="epoch">The base's.</param>
    /// <param name="take">Takes the changes of a batch, their places counted from 1, and the revision after it.</param>
    /// <exception cref="IOException">It cannot be read either.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read either.</exception>
    public static FeedLog Load(FeedDisk disk, string path, Guid generation, string epoch, Action<IReadOnlyList<FeedChange>, ulong> take)
    {
        FeedLog log;
        try
        {
            log = new FeedLog(Open(disk, path));
        }
        catch (Exception exception) when (FeedDisk.IsFailure(exception))
        {
            log = new FeedLog(disk.Read(path)) { Problem = exception };
        }

        try
        {
            var whole = log.Read(generation, epoch, take);
            if (log.Problem is null)
                log.End(whole, generation, epoch);
        }
        catch (IOException exception)
        {
            log.Problem = exception;
        }

        return log;
    }

    /// <summary>Adds changes, all in one write, so that what a failed one left is no whole batch.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Append(IReadOnlyList<FeedEntry> entries, ulong revision)
    {
        _batch.SetLength(0);
        foreach (var entry in entries)
            FeedFile.WriteEntry(_batch, entry);
        FeedFile.WriteCommit(_batch, revision);
        FeedDisk.Append(_file, _batch);
        Entries += (uint)entries.Count;
        _unflushed = true;
    }

    /// <exception cref="IOException">The disk failed.</exception>
    public void FlushToDisk()
    {
        if (!_unflushed)
            return;
        _file.Flush(flushToDisk: true);
        _unflushed = false;
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(FeedDisk disk, string path)
    {
        var isNew = !File.Exists(path);
        var file = disk.Write(path);
        if (isNew)
            disk.FlushDirectory(Path.GetDirectoryName(path)!);
        return file;
    }

    // A log of another generation is what a compaction that was cut short left behind: the base has it all.
    private void End(long? whole, Guid generation, string epoch)
    {
        if (whole is null)
        {
            Clear(generation, epoch);
            return;
        }

        TornBytes = Length - whole.Value;
        _file.SetLength(whole.Value);
        _file.Position = whole.Value;
        _file.Flush(flushToDisk: true);
    }

    private void Clear(Guid generation, string epoch)
    {
        _file.SetLength(0);
        _file.Position = 0;
        FeedFile.WriteHeader(_file, generation, epoch);
        _file.Flush(flushToDisk: true);
    }

    // Where the last whole batch ends; null: it is not the log of this base.
    private long? Read(Guid generation, string epoch, Action<IReadOnlyList<FeedChange>, ulong> take)
    {
        var changes = new List<FeedChange>();
        long? whole = null;
        var reader = new FeedFileReader(Bytes);
        while (reader.ReadBlock())
        {
            while (reader.MoveNext())
            {
                if (whole is null && !(reader.Kind == FeedRecordKind.Header && reader.Generation == generation && reader.Epoch == epoch))
                    return null;
                if (reader.Kind == FeedRecordKind.Entry)
                {
                    var entry = reader.Entry;
                    changes.Add(new FeedChange(entry.Key, entry.Deleted, new FeedPlace(reader.Hash, reader.Entries)));
                    continue;
                }

                if (reader.Kind == FeedRecordKind.Commit)
                    take(changes, reader.Revision);
                changes.Clear();
                Entries = reader.Entries;
                whole = reader.Position;
            }
        }

        return whole;
    }
}
