namespace Tautan.Health.Latencies;

/// <summary>How long the destinations of a link took to answer.</summary>
/// <param name="Range">Days where it is whole ones, else hours.</param>
/// <param name="Step">Likewise.</param>
/// <param name="Destinations">In the link's order.</param>
internal sealed record LatencyView(string Range, string Step, IReadOnlyList<DestinationLatencyView> Destinations);

/// <summary>How long a destination took to answer.</summary>
/// <param name="Id">The destination's.</param>
/// <param name="Url">The destination's.</param>
/// <param name="Count">How many successful probes are counted.</param>
/// <param name="P50">Over all of the range, in milliseconds; null where there was none.</param>
/// <param name="P95">Likewise.</param>
/// <param name="P99">Likewise.</param>
/// <param name="Points">Step by step, the oldest first; steps without a successful probe are left out.</param>
internal sealed record DestinationLatencyView(Guid Id, string Url, long Count, double? P50, double? P95, double? P99, IReadOnlyList<LatencyPoint> Points);

/// <summary>One step.</summary>
/// <param name="At">Its start: a whole multiple of the step since 1970, UTC.</param>
/// <param name="Count">How many successful probes.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P95">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
internal sealed record LatencyPoint(DateTimeOffset At, long Count, double? P50, double? P95, double? P99);
