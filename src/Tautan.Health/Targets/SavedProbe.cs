using Tautan.Health.Pages;
using Tautan.Health.Probing;

namespace Tautan.Health.Targets;

/// <summary>What is stored of a probe.</summary>
/// <param name="Id">Of <see cref="ProbeKey.ToId"/>.</param>
/// <param name="Due">When it was next to be made. Steady.</param>
/// <param name="Remote">The address that it was last connected to.</param>
/// <param name="EffectiveInterval">How far apart its probes really were.</param>
/// <param name="Shard">Of its host; null: it was written before there were any.</param>
internal sealed record SavedProbe(Guid Id, DateTimeOffset Due, RemoteAddress? Remote, TimeSpan? EffectiveInterval, int? Shard = null)
{
    /// <summary>What was there at first.</summary>
    public PageBaseline? Baseline { get; init; }
}
