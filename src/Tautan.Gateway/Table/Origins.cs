using System.Runtime.InteropServices;
using System.Text;
using Tautan.Contracts.Health;

namespace Tautan.Gateway.Table;

/// <summary>The origins that destinations refer to, each once a workspace, counted by the destinations that do.</summary>
internal sealed class Origins
{
    private const int WorkspaceSize = 16;

    private readonly Generation _generation;
    private readonly VerdictTable _verdicts;
    private readonly Dictionary<byte[], int> _slots;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _found;
    private readonly List<(int References, byte[] Name)> _uses = [];
    private readonly Stack<int> _vacant = new();
    private readonly HashSet<int> _unused = [];
    private OriginRow?[] _rows = new OriginRow?[64];
    private byte[] _name = new byte[512];

    public Origins(Generation generation, VerdictTable verdicts)
    {
        _generation = generation;
        _verdicts = verdicts;
        _slots = new Dictionary<byte[], int>(new BytesComparer());
        _found = _slots.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _slots.Count;

    /// <summary>The origin at a slot; null where the slot is a stale one.</summary>
    public OriginRow? this[int slot]
    {
        get
        {
            var rows = Volatile.Read(ref _rows);
            return slot < rows.Length ? Volatile.Read(ref rows[slot]) : null;
        }
    }

    /// <summary>The slot of a URL's origin, used once more.</summary>
    /// <param name="workspace">The link's.</param>
    /// <param name="url">The URL as given, UTF-8.</param>
    /// <param name="prefix">Scheme, host and port as they are sent.</param>
    public int Acquire(Guid workspace, ReadOnlySpan<byte> url, ReadOnlySpan<byte> prefix)
    {
        var length = WorkspaceSize + prefix.Length;
        if (length > _name.Length)
            _name = new byte[length];
        workspace.TryWriteBytes(_name);
        prefix.CopyTo(_name.AsSpan(WorkspaceSize));
        if (!_found.TryGetValue(_name.AsSpan(0, length), out var slot))
        {
            slot = Vacant();
            var origin = VerdictFeedKeys.OriginOf(Encoding.UTF8.GetString(url));
            Volatile.Write(ref _rows[slot], new OriginRow(
                Encoding.ASCII.GetString(prefix),
                _verdicts.Shorten(VerdictFeedKeys.PublicOrigin(origin)),
                _verdicts.Shorten(VerdictFeedKeys.PrivateOrigin(workspace, origin))));
            var name = _name.AsSpan(0, length).ToArray();
            _uses[slot] = (0, name);
            _slots.Add(name, slot);
        }

        CollectionsMarshal.AsSpan(_uses)[slot].References++;
        return slot;
    }

    /// <summary>Uses a slot once less.</summary>
    public void Release(int slot)
    {
        if (--CollectionsMarshal.AsSpan(_uses)[slot].References == 0)
            _unused.Add(slot);
    }

    /// <summary>Lets go of origins that nothing uses.</summary>
    public void Recycle()
    {
        _unused.RemoveWhere(slot => _uses[slot].References > 0);
        if (_unused.Count == 0)
            return;
        _generation.Advance();
        foreach (var slot in _unused)
        {
            _slots.Remove(_uses[slot].Name);
            _uses[slot] = default;
            Volatile.Write(ref _rows[slot], null);
            _vacant.Push(slot);
        }

        _unused.Clear();
    }

    private int Vacant()
    {
        if (_vacant.TryPop(out var slot))
            return slot;
        slot = _uses.Count;
        _uses.Add(default);
        if (slot == _rows.Length)
        {
            var grown = new OriginRow?[_rows.Length * 2];
            _rows.CopyTo(grown, 0);
            Volatile.Write(ref _rows, grown);
        }

        return slot;
    }
}
