namespace Tautan.Gateway.Table;

/// <summary>References by a link's id: open addressing, the ids stay in the rows. For the writer alone.</summary>
internal sealed class IdIndex
{
    private const uint Empty = 0;
    private const uint Removed = 1;

    private uint[] _cells = new uint[64];
    private int _used;

    public int Count { get; private set; }

    /// <summary>The bytes that the cells take.</summary>
    public long Size => _cells.Length * (long)sizeof(uint);

    /// <returns>The row's reference; 0 where there is none.</returns>
    public uint Find(ulong hash, Func<uint, bool> isIt)
    {
        for (var i = Start(hash, _cells.Length); _cells[i] != Empty; i = Next(i))
        {
            if (_cells[i] != Removed && isIt(_cells[i]))
                return _cells[i];
        }

        return 0;
    }

    public void Add(ulong hash, uint reference, Func<uint, ulong> hashOf)
    {
        if ((_used + 1) * 5L > _cells.Length * 4L)
            Rebuild(hashOf);
        if (Place(_cells, hash, reference))
            _used++;
        Count++;
    }

    public void Replace(ulong hash, uint reference, uint with) => _cells[Locate(hash, reference)] = with;

    public void Remove(ulong hash, uint reference)
    {
        _cells[Locate(hash, reference)] = Removed;
        Count--;
    }

    private static int Start(ulong hash, int capacity) => (int)(((hash >> 32) * (ulong)capacity) >> 32);

    private int Next(int i) => i + 1 == _cells.Length ? 0 : i + 1;

    private int Locate(ulong hash, uint reference)
    {
        var i = Start(hash, _cells.Length);
        while (_cells[i] != reference)
        {
            if (_cells[i] == Empty)
                throw new InvalidOperationException("The index does not hold the row that is to leave it.");
            i = Next(i);
        }

        return i;
    }

    private static bool Place(uint[] cells, ulong hash, uint reference)
    {
        var i = Start(hash, cells.Length);
        while (cells[i] > Removed)
            i = i + 1 == cells.Length ? 0 : i + 1;
        var wasEmpty = cells[i] == Empty;
        cells[i] = reference;
        return wasEmpty;
    }

    private void Rebuild(Func<uint, ulong> hashOf)
    {
        var cells = new uint[Math.Max(64, (int)Math.Min(Array.MaxLength, (Count + 1) * 5L / 3))];
        foreach (var reference in _cells)
        {
            if (reference > Removed)
                Place(cells, hashOf(reference), reference);
        }

        _used = Count;
        _cells = cells;
    }
}
