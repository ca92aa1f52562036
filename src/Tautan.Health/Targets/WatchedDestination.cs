using Tautan.Contracts.Feeds;

namespace Tautan.Health.Targets;

/// <summary>A destination and the target that watches it.</summary>
/// <param name="Id">The destination's.</param>
/// <param name="Url">The destination's.</param>
/// <param name="Target">What watches it.</param>
/// <param name="Shard">Of its host (<see cref="HostShard"/>): which process it is that watches it.</param>
internal sealed record WatchedDestination(Guid Id, string Url, FeedKey Target, int Shard);
