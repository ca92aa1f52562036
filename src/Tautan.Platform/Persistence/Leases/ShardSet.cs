using System.Numerics;

namespace Tautan.Platform.Persistence.Leases;

/// <summary>Some of the 64 shards that work is divided into.</summary>
/// <param name="Bits">A bit a shard.</param>
public readonly record struct ShardSet(ulong Bits)
{
    /// <summary>How many shards there are. All processes of one database must agree on it.</summary>
    public const int Shards = 64;

    public static readonly ShardSet Empty;

    public static readonly ShardSet All = new(ulong.MaxValue);

    public int Count => BitOperations.PopCount(Bits);

    public bool IsEmpty => Bits == 0;

    /// <param name="shard">0 to 63.</param>
    public static ShardSet Of(int shard) => new(1UL << shard);

    public static ShardSet Of(IEnumerable<int> shards) => shards.Aggregate(Empty, (all, shard) => all.Union(Of(shard)));

    public bool Contains(int shard) => (Bits >> shard & 1) != 0;

    public bool Contains(ShardSet others) => others.Except(this).IsEmpty;

    public ShardSet Union(ShardSet others) => new(Bits | others.Bits);

    public ShardSet Intersect(ShardSet others) => new(Bits & others.Bits);

    public ShardSet Except(ShardSet others) => new(Bits & ~others.Bits);

    /// <summary>So many of them, the lowest first.</summary>
    public ShardSet Take(int count) => Of(List().Take(count));

    /// <summary>So many of them, the highest first.</summary>
    public ShardSet TakeLast(int count) => Of(List().TakeLast(count));

    /// <summary>In ascending order.</summary>
    public IReadOnlyList<int> List()
    {
        var shards = new List<int>(Count);
        for (var bits = Bits; bits != 0; bits &= bits - 1) shards.Add(BitOperations.TrailingZeroCount(bits));
        return shards;
    }

    public override string ToString() => string.Join(',', List());
}
