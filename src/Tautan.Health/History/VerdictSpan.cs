using Tautan.Contracts.Health;

namespace Tautan.Health.History;

/// <summary>From when on a target or an origin was what.</summary>
internal readonly record struct VerdictSpan(DateTimeOffset At, Verdict Verdict);
