using Tautan.Health.Pages;
using Tautan.Health.Probing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;

namespace Tautan.Health.Scheduling;

/// <summary>A probe that was made.</summary>
/// <param name="Probe">Which.</param>
/// <param name="Result">What it saw.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record ProbeRun(Probe Probe, ProbeResult Result, Moment StartedAt, Moment EndedAt)
{
    /// <summary>Why a success is to be doubted, of <c>Notes.CanFail</c>; by what was known of the page before this probe.</summary>
    public string? Doubt { get; } = PageDoubt.Of(Result, Probe.Baseline);
}
