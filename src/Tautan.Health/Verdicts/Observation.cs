using Tautan.Health.Probing;
using Tautan.Health.Timing;

namespace Tautan.Health.Verdicts;

/// <summary>What one probe said about one target.</summary>
/// <param name="StartedAt">Steady.</param>
/// <param name="At">When it ended.</param>
/// <param name="Judgement">What it means.</param>
internal readonly record struct Observation(DateTimeOffset StartedAt, Moment At, Judgement Judgement);
