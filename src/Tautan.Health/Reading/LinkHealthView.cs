using Tautan.Health.Checks;

namespace Tautan.Health.Reading;

/// <summary>How a link is.</summary>
/// <param name="Verdict">That of the destination that serves; down where none does.</param>
/// <param name="Since">Since when; null: it never was anything else.</param>
/// <param name="Destinations">In the link's order.</param>
internal sealed record LinkHealthView(string Verdict, DateTimeOffset? Since, IReadOnlyList<DestinationHealthView> Destinations);

/// <summary>How a destination is.</summary>
/// <param name="Id">The destination's.</param>
/// <param name="Url">The destination's.</param>
/// <param name="Verdict"><c>up</c>, <c>down</c>, <c>unknown</c> or <c>paused</c>.</param>
/// <param name="Reason">Of <c>Reasons</c>.</param>
/// <param name="Note">Of <c>Notes</c>.</param>
/// <param name="Since">Since when; null: it never was anything else.</param>
/// <param name="EffectiveIntervalSeconds">How far apart its probes really are.</param>
/// <param name="LastProbe">The last one; null: none in 48 hours.</param>
/// <param name="Uptime">By window (<c>24h</c>, <c>7d</c>, <c>30d</c>, <c>90d</c>), 0 to 1 of the time in which it was up or down; null where it was neither.</param>
/// <param name="Observed">By the same windows, how much of each it was up or down; 0 to 1.</param>
internal sealed record DestinationHealthView(
    Guid Id,
    string Url,
    string Verdict,
    string? Reason,
    string? Note,
    DateTimeOffset? Since,
    int EffectiveIntervalSeconds,
    LastProbeView? LastProbe,
    IReadOnlyDictionary<string, double?> Uptime,
    IReadOnlyDictionary<string, double> Observed);

/// <summary>The last probe of a destination.</summary>
internal sealed record LastProbeView(DateTimeOffset At, bool Ok, string? Reason, string? Note, int? Status, TimingsView TimingsMs);
