using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>One entry of a feed.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Revision">When it was last changed.</param>
/// <param name="Deleted">It is gone; the value is empty.</param>
/// <param name="Value">The message, as the feed defines it by the key's kind.</param>
public readonly record struct FeedEntry(FeedKey Key, ulong Revision, bool Deleted, ReadOnlyMemory<byte> Value);
