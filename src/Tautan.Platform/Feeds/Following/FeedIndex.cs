using System.IO.Hashing;
using System.Security.Cryptography;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>
/// The keys of a follower's copy, with the digest of it all. Some 45 bytes a key and no object: there may be ten million. It grows shard by
/// shard, so that growing takes little room for a moment.
/// </summary>
internal sealed class FeedIndex
{
    private const int ShardBits = 6;

    // What is told of a count is a hint: it must not take all memory.
    private const long MostReserved = 20_000_000;

    private readonly FeedIndexShard[] _shards = [.. Enumerable.Range(0, 1 << ShardBits).Select(_ => new FeedIndexShard())];
    private readonly Func<FeedKey, ulong> _hashOf;
    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    public FeedIndex() => _hashOf = HashOf;

    public int Count { get; private set; }

    public Bits128 Digest { get; private set; }

    /// <summary>Not to be changed meanwhile.</summary>
    public IEnumerable<KeyValuePair<FeedKey, FeedPlace>> All => _shards.SelectMany(shard => shard.All);

    /// <summary>Makes room for so many keys at once.</summary>
    public void Reserve(long count)
    {
        foreach (var shard in _shards)
            shard.Reserve((int)(Math.Min(count, MostReserved) >> ShardBits), _hashOf);
    }

    public bool TryGet(FeedKey key, out FeedPlace place)
    {
        var hash = HashOf(key);
        return ShardOf(hash).TryGet(key, (uint)hash, out place);
    }

    /// <summary>Whether an entry that was read is the current one of its key.</summary>
    public bool IsCurrent(FeedKey key, FeedPlace place) => TryGet(key, out var current) && current == place;

    public void Put(FeedKey key, FeedPlace place)
    {
        var hash = HashOf(key);
        if (ShardOf(hash).Put(key, (uint)hash, place, _hashOf, out var old))
            Digest ^= old.Hash;
        else
            Count++;
        Digest ^= place.Hash;
    }

    public void Remove(FeedKey key)
    {
        var hash = HashOf(key);
        if (!ShardOf(hash).Remove(key, (uint)hash, _hashOf, out var old))
            return;
        Digest ^= old.Hash;
        Count--;
    }

    private FeedIndexShard ShardOf(ulong hash) => _shards[hash >> (64 - ShardBits)];

    private ulong HashOf(FeedKey key)
    {
        Span<byte> bytes = stackalloc byte[FeedKey.Size];
        key.Write(bytes);
        return XxHash3.HashToUInt64(bytes, _seed);
    }
}
