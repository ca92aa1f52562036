namespace Tautan.Platform.Feeds;

/// <summary>The base file of a copy: a snapshot, never changed; another one takes its place.</summary>
internal sealed class FeedBase : IDisposable
{
    private readonly FileStream _file;

    private FeedBase(FileStream file) => _file = file;

    public Guid Generation { get; private set; }

    public FeedPosition Position { get; private set; } = FeedPosition.None;

    /// <summary>The snapshot that it holds back as far as it removes; null: none.</summary>
    public HeldSnapshot? Held { get; private set; }

    /// <summary>How many entries are in it.</summary>
    public uint Entries { get; private set; }

    public IFeedBytes Bytes => new FeedFileBytes(_file);

    /// <summary>Opens what a snapshot has become.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static FeedBase Of(FeedDisk disk, string path, FeedSnapshotWriter snapshot) => new(disk.Read(path))
    {
        Generation = snapshot.Generation,
        Position = new FeedPosition(snapshot.Epoch, snapshot.Revision),
        Entries = snapshot.Entries,
    };

    /// <summary>Reads a base file.</summary>
    /// <param name="disk">What opens it.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="expect">Told about how many there are.</param>
    /// <param name="take">Takes each entry, its place counted from 1.</param>
    /// <returns>Null: it is damaged, and what was taken of it counts for nothing.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FeedBase? Load(FeedDisk disk, string path, Action<long> expect, Action<FeedChange> take)
    {
        var loaded = new FeedBase(disk.Read(path));
        try
        {
            if (loaded.TryRead(expect, take))
                return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }

        loaded.Dispose();
        return null;
    }

    public void Dispose() => _file.Dispose();

    private bool TryRead(Action<long> expect, Action<FeedChange> take)
    {
        var isWhole = false;
        var reader = new FeedFileReader(Bytes);
        for (var isFirst = true; reader.ReadBlock(); isFirst = false)
        {
            while (reader.MoveNext())
            {
                switch (reader.Kind)
                {
                    case FeedRecordKind.Header:
                        Generation = reader.Generation;
                        Position = new FeedPosition(reader.Epoch, 0);
                        break;
                    case FeedRecordKind.Entry:
                        var entry = reader.Entry;
                        take(new FeedChange(entry.Key, entry.Deleted, new FeedPlace(reader.Hash, reader.Entries)));
                        break;
                    case FeedRecordKind.Held:
                        Held = reader.Held(Position.Epoch);
                        break;
                    default:
                        Position = Position with { Revision = reader.Revision };
                        isWhole = reader.Position == _file.Length;
                        break;
                }
            }

            // As many as there are when the rest is like the first block.
            if (isFirst && reader.Position > 0)
                expect((long)(reader.Entries * ((double)_file.Length / reader.Position)));
        }

        Entries = reader.Entries;
        return isWhole && Position.Epoch.Length != 0;
    }
}
