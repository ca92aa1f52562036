using Tautan.Health.Probing;
using Tautan.Health.Timing;

namespace Tautan.Health.Verdicts;

/// <summary>What one probe said about one target.</summary>
/// <param name="StartedAt">Steady.</param>
/// <param name="At">When it ended.</param>
/// <param name="Judgement">What it means.</param>
/// <param name="Confirms">Where it is a failure, it needs no other to confirm it: the server itself says that it will last.</param>
internal readonly record struct Observation(DateTimeOffset StartedAt, Moment At, Judgement Judgement, bool Confirms = false);
