using Tautan.Health.Probing;

namespace Tautan.Health.Checks;

/// <summary>How long each part of a probe took, in milliseconds; null where there was none.</summary>
internal sealed record TimingsView(double? Dns, double? Connect, double? Tls, double? FirstByte, double Total)
{
    public static TimingsView Of(ProbeTimings timings) => new(
        Rounded(timings.Dns), Rounded(timings.Connect), Rounded(timings.Tls), Rounded(timings.FirstByte), Math.Round(timings.Total, 3));

    private static double? Rounded(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : null;
}
