using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>Where the current entry of each key stands on disk, and its hash.</summary>
/// <param name="Hash">Of key and value.</param>
/// <param name="InLog">In the change log; else in the base file.</param>
/// <param name="Offset">The record's place in its file, or <see cref="Nowhere"/>, since the disk failed.</param>
internal readonly record struct FeedPlace(UInt128 Hash, bool InLog, long Offset)
{
    public const long Nowhere = -1;
}

/// <summary>The keys of a follower's copy, with the digest of it all.</summary>
internal sealed class FeedIndex
{
    private readonly Dictionary<FeedKey, FeedPlace> _places = [];

    public int Count => _places.Count;

    public UInt128 Digest { get; private set; }

    public IEnumerable<KeyValuePair<FeedKey, FeedPlace>> All => _places;

    public bool TryGet(FeedKey key, out FeedPlace place) => _places.TryGetValue(key, out place);

    public void Put(FeedKey key, FeedPlace place)
    {
        if (_places.TryGetValue(key, out var old))
            Digest ^= old.Hash;
        Digest ^= place.Hash;
        _places[key] = place;
    }

    public void Remove(FeedKey key)
    {
        if (_places.Remove(key, out var old))
            Digest ^= old.Hash;
    }
}
