using System.Runtime.InteropServices;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>A part of the index: open addressing, and no gap where something was removed.</summary>
internal sealed class FeedIndexShard
{
    private const int Smallest = 8;

    private Cell[] _cells = [];
    private int _count;

    public IEnumerable<KeyValuePair<FeedKey, FeedPlace>> All => _cells.Where(cell => !cell.IsEmpty).Select(cell => KeyValuePair.Create(cell.Key, cell.Place));

    public void Reserve(int count, Func<FeedKey, ulong> hashOf)
    {
        if (count * 5L / 4 > _cells.Length)
            Resize((int)(count * 5L / 4), hashOf);
    }

    public bool TryGet(FeedKey key, uint hash, out FeedPlace place)
    {
        place = default;
        if (_cells.Length == 0)
            return false;
        ref var cell = ref _cells[Find(key, hash)];
        if (cell.IsEmpty)
            return false;
        place = cell.Place;
        return true;
    }

    /// <returns>Whether the key had a place before.</returns>
    public bool Put(FeedKey key, uint hash, FeedPlace place, Func<FeedKey, ulong> hashOf, out FeedPlace old)
    {
        if ((_count + 1) * 8L > _cells.Length * 7L)
            Resize(Math.Max(Smallest, (int)((_count + 1) * 4L / 3)), hashOf);
        ref var cell = ref _cells[Find(key, hash)];
        var isReplaced = !cell.IsEmpty;
        old = isReplaced ? cell.Place : default;
        cell = new Cell(key, place);
        if (!isReplaced)
            _count++;
        return isReplaced;
    }

    /// <returns>Whether the key had a place.</returns>
    public bool Remove(FeedKey key, uint hash, Func<FeedKey, ulong> hashOf, out FeedPlace old)
    {
        if (!TryGet(key, hash, out old))
            return false;
        var gap = Find(key, hash);
        // What stands behind the gap and could not be found across it moves into it.
        for (var i = Next(gap); !_cells[i].IsEmpty; i = Next(i))
        {
            var start = Start((uint)hashOf(_cells[i].Key));
            if (Distance(start, i) < Distance(gap, i))
                continue;
            _cells[gap] = _cells[i];
            gap = i;
        }

        _cells[gap] = default;
        _count--;
        return true;
    }

    private int Find(FeedKey key, uint hash)
    {
        var i = Start(hash);
        while (!_cells[i].IsEmpty && _cells[i].Key != key)
            i = Next(i);
        return i;
    }

    private int Start(uint hash) => (int)((hash * (ulong)_cells.Length) >> 32);

    private int Next(int i) => i + 1 == _cells.Length ? 0 : i + 1;

    private int Distance(int from, int to) => to >= from ? to - from : to - from + _cells.Length;

    private void Resize(int size, Func<FeedKey, ulong> hashOf)
    {
        var old = _cells;
        _cells = new Cell[size];
        foreach (ref readonly var cell in old.AsSpan())
        {
            if (!cell.IsEmpty)
                _cells[Find(cell.Key, (uint)hashOf(cell.Key))] = cell;
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly struct Cell(FeedKey key, FeedPlace place)
    {
        private readonly Bits128 _id = key.Id;
        private readonly Bits128 _hash = place.Hash;
        private readonly uint _record = place.Record;
        private readonly byte _kind = key.Kind;

        public FeedKey Key => new(_kind, _id);

        public FeedPlace Place => new(_hash, _record);

        // Records are counted from 1.
        public bool IsEmpty => _record == 0;
    }
}
