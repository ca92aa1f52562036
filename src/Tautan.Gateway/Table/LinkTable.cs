using System.IO.Hashing;
using System.Security.Cryptography;
using Tautan.Contracts.Links;
using Tautan.Platform.Urls;

namespace Tautan.Gateway.Table;

/// <summary>
/// All links, in memory, for redirects to read without a lock while one thread, the feed's, changes them.
/// </summary>
internal sealed class LinkTable
{
    private const int MaxMovedChunks = 4;

    private readonly Generation _generation = new();
    private readonly Homes _homes = new();
    private readonly RowIndex _slugs = new();
    private readonly RowIndex _ids = new();
    private readonly Arena _arena;
    private readonly LinkRowWriter _writer;

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

    /// <summary>Makes room in the indexes for so many links at once.</summary>
    public void Reserve(int links)
    {
        _slugs.Reserve(links);
        _ids.Reserve(links);
    }

    /// <summary>Adds or changes a link.</summary>
    /// <param name="record">A <see cref="LinkRecord"/> in the wire format.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="ArgumentException">It has an id that is none.</exception>
    /// <exception cref="OverflowException">Its slug is longer than any may be.</exception>
    public void Put(ReadOnlySpan<byte> record)
    {
        var written = _writer.Write(new LinkMessage(record));
        var reference = _arena.Append(written);
        var row = Row(reference);
        var slugHash = SlugHash(row);
        var idHash = IdHash(row.IdBytes);
        var old = Find(row.IdBytes);
        if (old == 0)
        {
            _ids.Add(idHash, reference);
            _slugs.Add(slugHash, reference);
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
            _slugs.Add(slugHash, reference);
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
        var candidates = _ids.Find(IdHash(id));
        while (candidates.MoveNext())
        {
            if (Row(candidates.Current).IdBytes.SequenceEqual(id))
                return candidates.Current;
        }

        return 0;
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
