using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Tautan.Contracts.Links;

namespace Tautan.Gateway.Table;

/// <summary>
/// All links, in memory, for redirects to read without a lock while one thread, the feed's, changes them.
/// </summary>
internal sealed class LinkTable
{
    private const int MaxMovedChunks = 4;

    private readonly Generation _generation = new();
    private readonly Homes _homes = new();
    private readonly SlugIndex _slugs = new();
    private readonly IdIndex _ids = new();
    private readonly Arena _arena;
    private readonly LinkRowWriter _writer;
    private readonly Func<uint, ulong> _slugHashOf;
    private readonly Func<uint, ulong> _idHashOf;

    // Hashes are of this process alone: nobody can make slugs that all fall into one place.
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private int _count;

    public LinkTable(DomainTable domains, VerdictTable verdicts)
    {
        Domains = domains;
        Verdicts = verdicts;
        Origins = new Origins(_generation, verdicts);
        _arena = new Arena(_generation);
        _writer = new LinkRowWriter(_homes, domains, Origins, verdicts);
        _slugHashOf = reference => SlugHash(Row(reference));
        _idHashOf = reference => IdHash(Row(reference).IdBytes);
    }

    public DomainTable Domains { get; }

    public VerdictTable Verdicts { get; }

    public Origins Origins { get; }

    public int Count => Volatile.Read(ref _count);

    /// <summary>The bytes that rows and indexes take.</summary>
    public long Size => _arena.Reserved + _slugs.Size + _ids.Size;

    /// <summary>Begins a reading; what is found after it belongs together as long as <see cref="IsStill"/> says so.</summary>
    public long Enter() => _generation.Enter();

    public bool IsStill(long entered) => _generation.IsStill(entered);

    /// <summary>Finds the link that a domain has at a slug: exactly so written, else, where the domain does not mind case, otherwise written.</summary>
    /// <param name="entered">What <see cref="Enter"/> gave.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="slug">UTF-8, in normalization form C.</param>
    /// <param name="row">Valid as long as <see cref="IsStill"/>.</param>
    /// <returns>Also false where something changed meanwhile: false counts only while <see cref="IsStill"/>.</returns>
    public bool TryFind(long entered, DomainRow domain, ReadOnlySpan<byte> slug, out LinkRow row)
    {
        row = default;
        var isFound = false;
        var candidates = _slugs.Find(SlugHash(domain.Number, slug));
        while (candidates.MoveNext())
        {
            var from = _arena.From(candidates.Current);
            if (from.IsEmpty || !_generation.IsStill(entered))
                return false;
            var candidate = new LinkRow(from);
            if (_homes[candidate.Home].Domain != domain.Number)
                continue;
            if (candidate.Slug.SequenceEqual(slug))
            {
                row = candidate;
                return true;
            }

            if (!isFound && !domain.CaseSensitive && SlugFold.Equal(candidate.Slug, slug))
            {
                row = candidate;
                isFound = true;
            }
        }

        return isFound;
    }

    public Guid WorkspaceOf(in LinkRow row) => _homes[row.Home].Workspace;

    /// <summary>Adds or changes a link.</summary>
    /// <exception cref="ArgumentException">The record has an id that is none.</exception>
    public void Put(LinkRecord record)
    {
        var written = _writer.Write(record);
        var reference = _arena.Append(written);
        var row = Row(reference);
        var slugHash = SlugHash(row);
        var idHash = IdHash(row.IdBytes);
        var old = Find(row.IdBytes);
        if (old == 0)
        {
            _ids.Add(idHash, reference, _idHashOf);
            _slugs.Add(slugHash, reference, _slugHashOf);
            Volatile.Write(ref _count, _count + 1);
            return;
        }

        var oldHash = SlugHash(Row(old));
        _ids.Replace(idHash, old, reference);
        if (oldHash == slugHash)
        {
            _slugs.Replace(slugHash, old, reference);
        }
        else
        {
            _slugs.Add(slugHash, reference, _slugHashOf);
            _slugs.Remove(oldHash, old);
        }

        Free(old);
    }

    public void Remove(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var reference = Find(bytes);
        if (reference == 0)
            return;
        _slugs.Remove(SlugHash(Row(reference)), reference);
        _ids.Remove(IdHash(bytes), reference);
        Volatile.Write(ref _count, _count - 1);
        Free(reference);
    }

    /// <summary>Gives back what changes left behind. To be called after every batch of them.</summary>
    public void Tidy()
    {
        for (var moved = 0; moved < MaxMovedChunks && _arena.FindSparse() is var chunk and >= 0; moved++)
        {
            foreach (var reference in _arena.Rows(chunk, at => LinkRow.LengthOf(_arena.From(at))))
                MoveIfAlive(reference);
            _arena.Retire(chunk);
        }

        _arena.Recycle();
        Origins.Recycle();
    }

    private void MoveIfAlive(uint reference)
    {
        var row = Row(reference);
        if (Find(row.IdBytes) != reference)
            return;
        var moved = _arena.Append(row.Bytes);
        _ids.Replace(IdHash(row.IdBytes), reference, moved);
        _slugs.Replace(SlugHash(row), reference, moved);
        _arena.Free(reference, row.Length);
    }

    private LinkRow Row(uint reference) => new(_arena.From(reference));

    private void Free(uint reference)
    {
        var row = Row(reference);
        var destinations = row.AllDestinations();
        while (destinations.MoveNext())
            Origins.Release(destinations.Origin);
        _arena.Free(reference, row.Length);
    }

    private uint Find(ReadOnlySpan<byte> id)
    {
        var wanted = MemoryMarshal.Read<UInt128>(id);
        return _ids.Find(IdHash(id), reference => MemoryMarshal.Read<UInt128>(Row(reference).IdBytes) == wanted);
    }

    private ulong IdHash(ReadOnlySpan<byte> id) => XxHash3.HashToUInt64(id, _seed);

    private ulong SlugHash(in LinkRow row) => SlugHash(_homes[row.Home].Domain, row.Slug);

    // Without case, so that a domain may change its mind about it and no link needs to move.
    private ulong SlugHash(int domain, ReadOnlySpan<byte> slug)
    {
        Span<byte> small = stackalloc byte[256];
        var folded = slug.Length * SlugFold.Growth <= small.Length ? small : new byte[slug.Length * SlugFold.Growth];
        return XxHash3.HashToUInt64(folded[..SlugFold.Fold(slug, folded)], _seed + domain);
    }
}
