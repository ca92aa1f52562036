using System.Runtime.InteropServices;

namespace Tautan.Gateway.Table;

/// <summary>
/// Rows of bytes in chunks of a megabyte, named by 32 bits: rows are no objects, and a collection of garbage has nothing
/// to walk. A row is written once and never changed. One thread writes; any number read, guarded by the
/// <see cref="Generation"/>.
/// </summary>
internal sealed class Arena(Generation generation)
{
    private const int ChunkBits = 20;
    private const int UnitBits = 2;
    private const int UnitsPerChunkBits = ChunkBits - UnitBits;
    private const int Unit = 1 << UnitBits;

    // References 0 and 1 name no row: indexes use them for "empty" and "removed".
    private const int FirstOffset = 2 * Unit;

    private readonly List<Fill> _fills = [];
    private readonly Stack<int> _vacant = new();
    private readonly List<int> _retired = [];
    private byte[]?[] _chunks = new byte[]?[8];
    private int _current = -1;

    /// <summary>The bytes of all chunks.</summary>
    public long Reserved { get; private set; }

    /// <summary>The bytes of rows that were freed and still lie in a chunk.</summary>
    public long Dead { get; private set; }

    /// <summary>The length that a row of so many bytes takes.</summary>
    public static int Align(int length) => (length + Unit - 1) & -Unit;

    /// <summary>Where the row begins, with all that follows it in its chunk; empty where the reference is a stale one.</summary>
    public ReadOnlySpan<byte> From(uint reference)
    {
        var chunks = Volatile.Read(ref _chunks);
        var index = (int)(reference >> UnitsPerChunkBits);
        var chunk = index < chunks.Length ? Volatile.Read(ref chunks[index]) : null;
        return chunk is null ? default : chunk.AsSpan((int)(reference & ((1u << UnitsPerChunkBits) - 1)) << UnitBits);
    }

    /// <summary>Copies a row in.</summary>
    /// <param name="row">Its length is a multiple of 4.</param>
    public uint Append(ReadOnlySpan<byte> row)
    {
        if (_current < 0 || _fills[_current].Used + row.Length > _chunks[_current]!.Length)
            _current = AddChunk(Math.Max(1 << ChunkBits, FirstOffset + row.Length));
        ref var fill = ref CollectionsMarshal.AsSpan(_fills)[_current];
        var offset = fill.Used;
        row.CopyTo(_chunks[_current].AsSpan(offset));
        fill.Used += row.Length;
        return ((uint)_current << UnitsPerChunkBits) | (uint)(offset >> UnitBits);
    }

    /// <summary>Gives a row up. Nothing may lead to it any more.</summary>
    public void Free(uint reference, int length)
    {
        CollectionsMarshal.AsSpan(_fills)[(int)(reference >> UnitsPerChunkBits)].Dead += length;
        Dead += length;
    }

    /// <summary>A chunk, not the one being filled, of which at least half is dead; -1 where there is none.</summary>
    public int FindSparse()
    {
        for (var chunk = 0; chunk < _fills.Count; chunk++)
        {
            if (chunk != _current && _chunks[chunk] is not null && !_retired.Contains(chunk) && _fills[chunk].Dead * 2 >= _fills[chunk].Used)
                return chunk;
        }

        return -1;
    }

    /// <summary>The references of all rows ever written to a chunk, dead ones too.</summary>
    public IEnumerable<uint> Rows(int chunk, Func<uint, int> lengthOf)
    {
        for (var offset = FirstOffset; offset < _fills[chunk].Used;)
        {
            var reference = ((uint)chunk << UnitsPerChunkBits) | (uint)(offset >> UnitBits);
            yield return reference;
            offset += lengthOf(reference);
        }
    }

    /// <summary>Marks a chunk as one to which nothing leads any more.</summary>
    public void Retire(int chunk) => _retired.Add(chunk);

    /// <summary>Lets go of retired chunks. The caller has not yet advanced the generation; this does where it must.</summary>
    public void Recycle()
    {
        if (_retired.Count == 0)
            return;
        generation.Advance();
        foreach (var chunk in _retired)
        {
            Reserved -= _chunks[chunk]!.Length;
            Dead -= _fills[chunk].Dead;
            Volatile.Write(ref _chunks[chunk], null);
            _fills[chunk] = default;
            _vacant.Push(chunk);
        }

        _retired.Clear();
    }

    private int AddChunk(int size)
    {
        if (!_vacant.TryPop(out var index))
        {
            index = _fills.Count;
            if (index >= 1 << (32 - UnitsPerChunkBits))
                throw new InvalidOperationException("The table is full: its rows have 16 GiB.");
            _fills.Add(default);
            if (index == _chunks.Length)
            {
                var grown = new byte[]?[_chunks.Length * 2];
                _chunks.CopyTo(grown, 0);
                Volatile.Write(ref _chunks, grown);
            }
        }

        Volatile.Write(ref _chunks[index], new byte[size]);
        _fills[index] = new Fill { Used = FirstOffset };
        Reserved += size;
        return index;
    }

    private struct Fill
    {
        public int Used;
        public int Dead;
    }
}
