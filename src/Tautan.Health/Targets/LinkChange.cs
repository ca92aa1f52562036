namespace Tautan.Health.Targets;

/// <summary>A link that came, changed or went.</summary>
internal readonly record struct LinkChange(WatchedLink? Before, WatchedLink? After);
