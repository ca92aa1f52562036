namespace Tautan.Health.Scheduling;

/// <summary>A host and the turns that it is one of.</summary>
internal readonly record struct HostTurn(HostTurns Turns, string Host);
