using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tautan.Serving;

/// <summary>Pushes metrics and traces by OTLP. A class of its own: where nothing is pushed, the libraries for it are not loaded.</summary>
internal static class OtlpExport
{
    /// <summary>Adds the process's one MeterProvider and TracerProvider.</summary>
    /// <param name="services">Of the host that owns them.</param>
    /// <param name="endpoint">Where to.</param>
    /// <param name="meters">The names of the meters.</param>
    /// <param name="version">Of the product.</param>
    public static void Add(IServiceCollection services, Uri endpoint, string[] meters, string version) => services
        .AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("tautan", serviceVersion: version))
        .WithMetrics(metrics => metrics.AddMeter(meters).AddOtlpExporter(otlp => otlp.Endpoint = endpoint))
        .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore", "System.Net.Http", "Tautan.*").AddOtlpExporter(otlp => otlp.Endpoint = endpoint));
}
