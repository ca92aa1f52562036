using Tautan.Contracts.Feeds;

namespace Tautan.Health.Recording;

/// <summary>What is known no more, because no link has it.</summary>
internal sealed record Removals(IReadOnlyList<FeedKey> Targets, IReadOnlyList<FeedKey> Origins, IReadOnlyList<Guid> Probes)
{
    public bool IsEmpty => Targets.Count + Origins.Count + Probes.Count == 0;
}
