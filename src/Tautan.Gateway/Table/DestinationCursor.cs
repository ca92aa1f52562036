using System.Runtime.InteropServices;

namespace Tautan.Gateway.Table;

/// <summary>
/// Walks through the destinations of a row. Routes are: their number; for each its condition (length, text; empty: always)
/// and the number of its destinations; for each of them 16 bytes id, 8 bytes the target's key, the origin's slot, weight, and
/// what follows the origin's prefix in the URL (length, ASCII). Of a single destination (<see cref="LinkFlags.Single"/>) there is
/// the destination alone, without a weight. Numbers but the key are <see cref="Varint"/>s.
/// </summary>
internal ref struct DestinationCursor
{
    private const int IdSize = 16;

    private readonly ReadOnlySpan<byte> _row;
    private readonly bool _isSingle;
    private readonly bool _onlyDefault;
    private int _routes;
    private int _destinations;
    private int _at;
    private int _current;

    public DestinationCursor(ReadOnlySpan<byte> row, int at, bool isSingle, bool onlyDefault)
    {
        _row = row;
        _isSingle = isSingle;
        _onlyDefault = onlyDefault;
        if (isSingle)
            _destinations = 1;
        else
            _routes = Varint.Read(row, ref at);
        _at = at;
        Index = -1;
    }

    /// <summary>The place of the current destination among those walked through.</summary>
    public int Index { get; private set; }

    public readonly Guid Id => new(_row.Slice(_current, IdSize), bigEndian: true);

    public readonly ulong Target => MemoryMarshal.Read<ulong>(_row[(_current + IdSize)..]);

    /// <summary>The origin's slot in <see cref="Origins"/>.</summary>
    public int Origin { get; private set; }

    /// <summary>What follows the origin's prefix in the <c>Location</c>, as ASCII.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; }

    public bool MoveNext()
    {
        while (_destinations == 0)
        {
            if (_routes == 0)
                return false;
            _routes--;
            var condition = Varint.Read(_row, ref _at);
            _at += condition;
            _destinations = Varint.Read(_row, ref _at);
            if (_onlyDefault && condition != 0)
                SkipDestinations();
        }

        _destinations--;
        Index++;
        ReadDestination();
        return true;
    }

    private void SkipDestinations()
    {
        for (; _destinations > 0; _destinations--)
            ReadDestination();
    }

    private void ReadDestination()
    {
        _current = _at;
        _at += IdSize + sizeof(ulong);
        Origin = Varint.Read(_row, ref _at);
        if (!_isSingle)
            _ = Varint.Read(_row, ref _at);
        var length = Varint.Read(_row, ref _at);
        Rest = _row.Slice(_at, length);
        _at += length;
    }
}
