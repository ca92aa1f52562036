namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>What an instrument is to Prometheus.</summary>
internal enum MetricKind
{
    /// <summary>It only grows.</summary>
    Counter,

    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>How often there was a value of which size.</summary>
    Histogram,
}
