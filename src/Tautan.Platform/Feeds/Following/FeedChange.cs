using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>What an entry on disk changes of the index.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Deleted">The key is gone.</param>
/// <param name="Place">Where it stands.</param>
internal readonly record struct FeedChange(FeedKey Key, bool Deleted, FeedPlace Place);
