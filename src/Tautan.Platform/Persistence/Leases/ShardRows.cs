using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Tautan.Platform.Persistence.Leases;

/// <summary>The rows of members and shards as one transaction finds them.</summary>
internal sealed class ShardRows(DbSet<LeaseRow> set, List<LeaseRow> rows)
{
    private const string MemberPrefix = "member/";
    private const string ShardPrefix = "shard/";

    private readonly Dictionary<string, LeaseRow> _shards = rows.Where(row => row.Name.StartsWith(ShardPrefix, StringComparison.Ordinal)).ToDictionary(row => row.Name);

    public IEnumerable<LeaseRow> Members => rows.Where(row => row.Name.StartsWith(MemberPrefix, StringComparison.Ordinal));

    public static async Task<ShardRows> ReadAsync(TautanDb db, CancellationToken cancellationToken)
    {
        var set = db.Set<LeaseRow>();
        return new ShardRows(set, await set.ToListAsync(cancellationToken));
    }

    /// <summary>What somebody holds, without the rows being changed.</summary>
    public static async Task<ShardSet> HeldByAsync(TautanDb db, string owner, CancellationToken cancellationToken)
    {
        var names = await db.Set<LeaseRow>().AsNoTracking()
            .Where(row => row.Owner == owner && row.Name.StartsWith(ShardPrefix))
            .Select(row => row.Name)
            .ToListAsync(cancellationToken);
        return ShardSet.Of(names.Select(Number));
    }

    public LeaseRow? Member(string owner) => Members.FirstOrDefault(row => row.Owner == owner);

    public LeaseRow Add(string owner)
    {
        // A name ends at 100 characters, and a machine's may be longer than that.
        var row = new LeaseRow { Name = MemberPrefix + owner[^32..], Owner = owner, Beat = 0 };
        set.Add(row);
        rows.Add(row);
        return row;
    }

    public void Remove(LeaseRow member)
    {
        set.Remove(member);
        rows.Remove(member);
    }

    /// <summary>Empty where nobody holds it.</summary>
    public string OwnerOf(int shard) => _shards.GetValueOrDefault(Name(shard))?.Owner ?? "";

    public ShardSet HeldBy(string owner) => ShardSet.Of(Enumerable.Range(0, ShardSet.Shards).Where(shard => OwnerOf(shard) == owner));

    /// <summary>Gives a shard to somebody; empty: to nobody.</summary>
    public void Give(int shard, string owner)
    {
        if (_shards.TryGetValue(Name(shard), out var row))
        {
            row.Owner = owner;
            return;
        }

        set.Add(row = new LeaseRow { Name = Name(shard), Owner = owner });
        _shards.Add(row.Name, row);
    }

    private static string Name(int shard) => string.Create(CultureInfo.InvariantCulture, $"{ShardPrefix}{shard:D2}");

    private static int Number(string name) => int.Parse(name.AsSpan(ShardPrefix.Length), CultureInfo.InvariantCulture);
}
