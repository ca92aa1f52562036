namespace Tautan.Gateway.Table;

/// <summary>
/// References by the hash of domain and slug: open addressing, a cell the lower half of the hash and a reference. One
/// thread writes; any number read.
/// </summary>
internal sealed class SlugIndex
{
    public const uint Empty = 0;
    public const uint Removed = 1;

    private ulong[] _cells = new ulong[64];
    private int _used;
    private int _live;

    /// <summary>The bytes that the cells take.</summary>
    public long Size => _cells.Length * (long)sizeof(ulong);

    /// <summary>All references stored under a hash, and perhaps some of other hashes with the same lower half.</summary>
    public Candidates Find(ulong hash) => new(Volatile.Read(ref _cells), hash);

    /// <param name="hash">Of domain and slug.</param>
    /// <param name="reference">The row.</param>
    /// <param name="hashOf">The hash of any row that is in the index.</param>
    public void Add(ulong hash, uint reference, Func<uint, ulong> hashOf)
    {
        if ((_used + 1) * 5L > _cells.Length * 4L)
            Rebuild(hashOf);
        if (Place(_cells, hash, reference))
            _used++;
        _live++;
    }

    /// <summary>Puts another reference in the place of one that is stored; readers see one or the other.</summary>
    public void Replace(ulong hash, uint reference, uint with) =>
        Volatile.Write(ref _cells[Locate(hash, reference)], Cell(hash, with));

    public void Remove(ulong hash, uint reference)
    {
        Volatile.Write(ref _cells[Locate(hash, reference)], Removed);
        _live--;
    }

    private static ulong Cell(ulong hash, uint reference) => (hash << 32) | reference;

    private static int Start(ulong hash, int capacity) => (int)(((hash >> 32) * (ulong)capacity) >> 32);

    private int Locate(ulong hash, uint reference)
    {
        var cell = Cell(hash, reference);
        var i = Start(hash, _cells.Length);
        while (_cells[i] != cell)
        {
            if (_cells[i] == Empty)
                throw new InvalidOperationException("The index does not hold the row that is to leave it.");
            i = i + 1 == _cells.Length ? 0 : i + 1;
        }

        return i;
    }

    // True where the cell was empty before, and not merely removed.
    private static bool Place(ulong[] cells, ulong hash, uint reference)
    {
        var i = Start(hash, cells.Length);
        while (cells[i] > Removed)
            i = i + 1 == cells.Length ? 0 : i + 1;
        var wasEmpty = cells[i] == Empty;
        Volatile.Write(ref cells[i], Cell(hash, reference));
        return wasEmpty;
    }

    private void Rebuild(Func<uint, ulong> hashOf)
    {
        var cells = new ulong[Math.Max(64, (int)Math.Min(Array.MaxLength, (_live + 1) * 5L / 3))];
        foreach (var cell in _cells)
        {
            if (cell > Removed)
                Place(cells, hashOf((uint)cell), (uint)cell);
        }

        _used = _live;
        Volatile.Write(ref _cells, cells);
    }

    internal ref struct Candidates
    {
        private readonly ulong[] _cells;
        private readonly uint _tag;
        private int _next;

        public Candidates(ulong[] cells, ulong hash)
        {
            _cells = cells;
            _tag = (uint)hash;
            _next = Start(hash, cells.Length);
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
