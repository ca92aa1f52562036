using System.IO.Hashing;
using System.Security.Cryptography;
using Tautan.Contracts.Feeds;

namespace Tautan.Gateway.Table;

/// <summary>
/// Which targets and origins are down. Destinations carry their keys, so a verdict may come before or after the links it
/// is about, and however many those are, it is one write. One thread writes; any number read.
/// </summary>
internal sealed class VerdictTable
{
    private const ulong Empty = 0;
    private const ulong Removed = 1;

    // Keys are shortened with a secret of this process: nobody can make a URL whose verdict counts for another's.
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private ulong[] _cells = new ulong[64];
    private int _used;
    private int _count;

    /// <summary>How many targets and origins are down.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The 64 bits by which this table knows a key of the verdict feed.</summary>
    public ulong Shorten(FeedKey key)
    {
        Span<byte> bytes = stackalloc byte[FeedKey.Size];
        key.Write(bytes);
        var shortened = XxHash3.HashToUInt64(bytes, _seed);
        return shortened <= Removed ? shortened + 2 : shortened;
    }

    public bool IsDown(ulong key)
    {
        if (Count == 0)
            return false;
        var cells = Volatile.Read(ref _cells);
        for (var i = (int)key & (cells.Length - 1); ; i = (i + 1) & (cells.Length - 1))
        {
            var cell = Volatile.Read(ref cells[i]);
            if (cell == key)
                return true;
            if (cell == Empty)
                return false;
        }
    }

    public void Set(ulong key, bool down)
    {
        if (down)
            Add(key);
        else
            Remove(key);
    }

    private void Add(ulong key)
    {
        if (Find(key) >= 0)
            return;
        if ((_used + 1) * 2 > _cells.Length)
            Rebuild();
        Place(_cells, key);
        _used++;
        Volatile.Write(ref _count, _count + 1);
    }

    private void Remove(ulong key)
    {
        var at = Find(key);
        if (at < 0)
            return;
        Volatile.Write(ref _cells[at], Removed);
        Volatile.Write(ref _count, _count - 1);
    }

    private int Find(ulong key)
    {
        for (var i = (int)key & (_cells.Length - 1); _cells[i] != Empty; i = (i + 1) & (_cells.Length - 1))
        {
            if (_cells[i] == key)
                return i;
        }

        return -1;
    }

    // A removed cell is never used again before the rebuild: readers probe past it either way.
    private void Rebuild()
    {
        var size = 64;
        while (size < (_count + 1) * 4)
            size *= 2;
        var cells = new ulong[size];
        foreach (var key in _cells)
        {
            if (key > Removed)
                Place(cells, key);
        }

        _used = _count;
        Volatile.Write(ref _cells, cells);
    }

    private static void Place(ulong[] cells, ulong key)
    {
        var i = (int)key & (cells.Length - 1);
        while (cells[i] != Empty)
            i = (i + 1) & (cells.Length - 1);
        Volatile.Write(ref cells[i], key);
    }
}
