using Tautan.Contracts.Links;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Targets;

/// <summary>As much of a link as Health needs.</summary>
/// <param name="Id">The link's.</param>
/// <param name="Workspace">The link's.</param>
/// <param name="Enabled">A disabled link redirects nobody.</param>
/// <param name="ExpiresAt">By the clock on the wall; null: never.</param>
/// <param name="HasFallback">Visitors have somewhere to go when all destinations are down.</param>
/// <param name="Health">Its settings.</param>
/// <param name="Routes">Their destinations; the last one is the default.</param>
internal sealed record WatchedLink(
    Guid Id,
    Guid Workspace,
    bool Enabled,
    DateTimeOffset? ExpiresAt,
    bool HasFallback,
    HealthRecord Health,
    IReadOnlyList<IReadOnlyList<WatchedDestination>> Routes)
{
    /// <summary>Its tags. They mean nothing for what is watched, and are looked at when something is asked about them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Its slug, likewise.</summary>
    public string Slug { get; init; } = "";

    public IReadOnlyList<WatchedDestination> Destinations => Routes.Count == 0 ? [] : Routes[^1];

    public IEnumerable<WatchedDestination> AllDestinations => Routes.SelectMany(route => route);

    /// <summary>Those that its destinations are watched in.</summary>
    public ShardSet Shards => ShardSet.Of(AllDestinations.Select(destination => destination.Shard));

    /// <summary>
    /// Whether it may redirect at all: neither disabled nor expired. One that has not started is watched already, so that
    /// it starts with a verdict; an archived one redirects as ever.
    /// </summary>
    public bool CanRedirect(DateTimeOffset now) => Enabled && !(ExpiresAt <= now);

    /// <summary>Whether nothing that Health looks at differs.</summary>
    public bool IsSameFor(WatchedLink other) =>
        Workspace == other.Workspace && Enabled == other.Enabled && ExpiresAt == other.ExpiresAt && HasFallback == other.HasFallback
        && Health.Equals(other.Health)
        && Routes.Count == other.Routes.Count
        && Routes.Zip(other.Routes).All(pair => pair.First.SequenceEqual(pair.Second));
}
