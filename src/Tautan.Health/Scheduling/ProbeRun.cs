using Tautan.Health.Probing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;

namespace Tautan.Health.Scheduling;

/// <summary>A probe that was made.</summary>
/// <param name="Probe">Which.</param>
/// <param name="Result">What it saw.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record ProbeRun(Probe Probe, ProbeResult Result, Moment StartedAt, Moment EndedAt);
