using Tautan.Contracts.Feeds;

namespace Tautan.Health.Targets;

/// <summary>A destination and the target that watches it.</summary>
internal sealed record WatchedDestination(Guid Id, string Url, FeedKey Target);
