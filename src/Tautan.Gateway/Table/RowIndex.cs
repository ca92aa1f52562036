namespace Tautan.Gateway.Table;

/// <summary>
/// References to rows by a hash: open addressing in shards that grow one by one, so that a million rows more move no more than a
/// few thousand cells at a time. A cell is the lower half of the hash and a reference. One thread writes; any number read.
/// </summary>
internal sealed class RowIndex
{
    public const uint Empty = 0;
    public const uint Removed = 1;

    private const int ShardBits = 6;
    private const int SmallestShard = 8;

    private readonly ulong[][] _shards = new ulong[1 << ShardBits][];
    private readonly int[] _used = new int[1 << ShardBits];
    private readonly int[] _live = new int[1 << ShardBits];

    public RowIndex()
    {
        for (var shard = 0; shard < _shards.Length; shard++)
            _shards[shard] = new ulong[SmallestShard];
    }

    /// <summary>The bytes that the cells take.</summary>
    public long Size => _shards.Sum(cells => cells.LongLength) * sizeof(ulong);

    /// <summary>Makes room for so many references at once.</summary>
    public void Reserve(int count)
    {
        var size = (int)((long)count * 4 / 3 / _shards.Length);
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            if (size > _shards[shard].Length)
                Rebuild(shard, size);
        }
    }

    /// <summary>All references stored under a hash, and perhaps some of other hashes with the same lower half.</summary>
    public Candidates Find(ulong hash) => new(Volatile.Read(ref _shards[ShardOf(hash)]), (uint)hash);

    public void Add(ulong hash, uint reference)
    {
        var shard = ShardOf(hash);
        if ((_used[shard] + 1) * 5L > _shards[shard].Length * 4L)
            Rebuild(shard, Math.Max(SmallestShard, (int)Math.Min(Array.MaxLength, (_live[shard] + 1) * 3L / 2)));
        if (Place(_shards[shard], Cell(hash, reference)))
            _used[shard]++;
        _live[shard]++;
    }

    /// <summary>Puts another reference in the place of one that is stored; readers see one or the other.</summary>
    public void Replace(ulong hash, uint reference, uint with) => Volatile.Write(ref Locate(hash, reference), Cell(hash, with));

    public void Remove(ulong hash, uint reference)
    {
        Volatile.Write(ref Locate(hash, reference), Removed);
        _live[ShardOf(hash)]--;
    }

    private static int ShardOf(ulong hash) => (int)(hash >> (64 - ShardBits));

    private static ulong Cell(ulong hash, uint reference) => (hash << 32) | reference;

    // By the half of the hash that a cell keeps: a shard is rebuilt without a look at any row.
    private static int Start(uint tag, int capacity) => (int)((tag * (ulong)capacity) >> 32);

    private ref ulong Locate(ulong hash, uint reference)
    {
        var cells = _shards[ShardOf(hash)];
        var cell = Cell(hash, reference);
        var i = Start((uint)hash, cells.Length);
        while (cells[i] != cell)
        {
            if (cells[i] == Empty)
                throw new InvalidOperationException("The index does not hold the row that is to leave it.");
            i = i + 1 == cells.Length ? 0 : i + 1;
        }

        return ref cells[i];
    }

    // True where the cell was empty before, and not merely removed.
    private static bool Place(ulong[] cells, ulong cell)
    {
        var i = Start((uint)(cell >> 32), cells.Length);
        while (cells[i] > Removed)
            i = i + 1 == cells.Length ? 0 : i + 1;
        var wasEmpty = cells[i] == Empty;
        Volatile.Write(ref cells[i], cell);
        return wasEmpty;
    }

    private void Rebuild(int shard, int size)
    {
        var cells = new ulong[size];
        foreach (var cell in _shards[shard])
        {
            if (cell > Removed)
                Place(cells, cell);
        }

        _used[shard] = _live[shard];
        Volatile.Write(ref _shards[shard], cells);
    }

    internal ref struct Candidates
    {
        private readonly ulong[] _cells;
        private readonly uint _tag;
        private int _next;

        public Candidates(ulong[] cells, uint tag)
        {
            _cells = cells;
            _tag = tag;
            _next = Start(tag, cells.Length);
        }

        public uint Current { get; private set; }

        public bool MoveNext()
        {
            while (true)
            {
                var cell = Volatile.Read(ref _cells[_next]);
                if (cell == Empty)
                    return false;
                _next = _next + 1 == _cells.Length ? 0 : _next + 1;
                if ((uint)(cell >> 32) != _tag || (uint)cell <= Removed)
                    continue;
                Current = (uint)cell;
                return true;
            }
        }
    }
}
