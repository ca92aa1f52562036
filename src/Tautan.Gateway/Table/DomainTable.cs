using System.Collections.Frozen;
using Tautan.Contracts;
using Tautan.Contracts.Links;

namespace Tautan.Gateway.Table;

/// <summary>
/// The domains by number and by name. A link may come before its domain: the number is given then, the rules come later.
/// One thread writes; any number read.
/// </summary>
internal sealed class DomainTable
{
    // Until its rules come, a domain's links are found exactly as they are written.
    private static readonly DomainRecord Unknown = new() { CaseSensitive = true };

    private readonly Dictionary<Guid, int> _numbers = [];
    private FrozenDictionary<string, DomainRow> _byName = FrozenDictionary<string, DomainRow>.Empty;
    private DomainRow[] _rows = [];

    public DomainTable() => NumberOf(WellKnown.DefaultDomainId);

    /// <summary>The domain that answers where no other does.</summary>
    public DomainRow Default => Volatile.Read(ref _rows)[0];

    public DomainRow this[int number] => Volatile.Read(ref _rows)[number];

    /// <summary>The domain that a host is: with its port, else without, else the default one.</summary>
    /// <param name="host">As in the <c>Host</c> header; may be empty.</param>
    public DomainRow Find(ReadOnlySpan<char> host)
    {
        var byName = Volatile.Read(ref _byName);
        if (byName.Count == 0 || host.IsEmpty)
            return Default;
        var names = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        return names.TryGetValue(host, out var row) || names.TryGetValue(HostName.Of(host), out row) ? row : Default;
    }

    /// <summary>The number of a domain, given where it has none yet.</summary>
    public int NumberOf(Guid id)
    {
        if (_numbers.TryGetValue(id, out var number))
            return number;
        number = _rows.Length;
        _numbers.Add(id, number);
        Volatile.Write(ref _rows, [.. _rows, new DomainRow(number, id, Unknown)]);
        return number;
    }

    public void Put(Guid id, DomainRecord record) => Set(id, record);

    /// <summary>Forgets a domain's name and rules; its host is from now on the default domain's.</summary>
    public void Remove(Guid id) => Set(id, Unknown);

    private void Set(Guid id, DomainRecord record)
    {
        var number = NumberOf(id);
        var rows = (DomainRow[])_rows.Clone();
        rows[number] = new DomainRow(number, id, record);
        Volatile.Write(ref _rows, rows);
        Volatile.Write(ref _byName, rows
            .Where(row => row.Name.Length != 0 && row.Number != 0)
            .GroupBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase));
    }
}
