using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>The current entry of a key: what it hashes to, and where it stands on disk.</summary>
/// <param name="Hash">Of key and value.</param>
/// <param name="Record">Which of the entries in base file and change log it is, counted from 1; <see cref="Nowhere"/>: the disk failed.</param>
internal readonly record struct FeedPlace(Bits128 Hash, uint Record)
{
    public const uint Nowhere = uint.MaxValue;
}
