using Tautan.Contracts.Health;

namespace Tautan.Gateway.Table;

/// <summary>The origins that destinations refer to, each once a workspace, counted by the destinations that do.</summary>
internal sealed class Origins(Generation generation, VerdictTable verdicts)
{
    private readonly Dictionary<(Guid Workspace, string Prefix), int> _slots = [];
    private readonly List<(int References, Guid Workspace)> _uses = [];
    private readonly Stack<int> _vacant = new();
    private readonly HashSet<int> _unused = [];
    private OriginRow?[] _rows = new OriginRow?[64];

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
    public int Acquire(Guid workspace, string url, string prefix)
    {
        if (!_slots.TryGetValue((workspace, prefix), out var slot))
        {
            slot = Vacant();
            var origin = VerdictFeedKeys.OriginOf(url);
            Volatile.Write(ref _rows[slot], new OriginRow(
                prefix,
                verdicts.Shorten(VerdictFeedKeys.PublicOrigin(origin)),
                verdicts.Shorten(VerdictFeedKeys.PrivateOrigin(workspace, origin))));
            _uses[slot] = (0, workspace);
            _slots.Add((workspace, prefix), slot);
        }

        _uses[slot] = _uses[slot] with { References = _uses[slot].References + 1 };
        return slot;
    }

    /// <summary>Uses a slot once less.</summary>
    public void Release(int slot)
    {
        _uses[slot] = _uses[slot] with { References = _uses[slot].References - 1 };
        if (_uses[slot].References == 0)
            _unused.Add(slot);
    }

    /// <summary>Lets go of origins that nothing uses.</summary>
    public void Recycle()
    {
        _unused.RemoveWhere(slot => _uses[slot].References > 0);
        if (_unused.Count == 0)
            return;
        generation.Advance();
        foreach (var slot in _unused)
        {
            _slots.Remove((_uses[slot].Workspace, _rows[slot]!.Prefix));
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
