using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Gateway.Feeds;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Logging;
using Tautan.Gateway.Table;
using Tautan.Platform.Feeds;
using Tautan.Platform.Resilience;
using Tautan.Platform.Telemetry;

namespace Tautan.Gateway;

/// <summary>What is measured of a gateway by looking at it.</summary>
internal static class GatewayObservations
{
    public static void Register(IServiceProvider services)
    {
        var observations = services.GetRequiredService<IObservations>();
        var table = services.GetRequiredService<LinkTable>();
        var time = services.GetRequiredService<TimeProvider>();
        observations.Gauge(GatewayMeter.Name, "tautan.gateway.links", () => table.Count, "{link}", "Links in the table.");
        observations.Gauge(GatewayMeter.Name, "tautan.gateway.table.size", () => table.Size, "By", "The memory that links take.");
        observations.Gauge(GatewayMeter.Name, "tautan.gateway.down", () => table.Verdicts.Count, "{key}", "Targets and origins that are down.");
        var connections = services.GetRequiredService<OpenConnections>();
        observations.Gauge(GatewayMeter.Name, "tautan.gateway.connections", () => connections.Count, "{connection}", "Connections of visitors that are open.");
        var certificates = services.GetRequiredService<ServedCertificates>();
        observations.Gauge(
            GatewayMeter.Name,
            "tautan.gateway.certificate.expires",
            () => certificates.All.Select(slot => new Measurement<double>((slot.Served.Ends - time.GetUtcNow()).TotalSeconds, new KeyValuePair<string, object?>("path", slot.Path))),
            "s",
            "Until a certificate that visitors are shown ends.");
        var calls = services.GetRequiredService<ServiceCalls>();
        observations.Gauge(
            GatewayMeter.Name,
            "tautan.gateway.breaker.open",
            () => calls.Breakers.Select(breaker => new Measurement<double>(breaker.Value.IsOpen ? 1 : 0, new KeyValuePair<string, object?>("service", breaker.Key))),
            description: "1 where a service leaves calls waiting and is not called for now.");
        if (services.GetService<AccessLog>() is { } log)
            observations.Gauge(GatewayMeter.Name, "tautan.gateway.access_log.dropped", () => log.Dropped, "{line}", "Lines of the access log that were not written.");
        foreach (var name in FeedNames.All)
        {
            var follower = services.GetRequiredKeyedService<FeedFollower>(name);
            observations.Gauge(
                GatewayMeter.Name,
                $"tautan.gateway.{name}.staleness",
                () => follower.Status.LastHeard is { } heard ? (time.GetUtcNow() - heard).TotalSeconds : double.NaN,
                "s",
                $"Since the feed of {name} last spoke.");
            observations.Gauge(GatewayMeter.Name, $"tautan.gateway.{name}.entries", () => follower.Status.Entries, "{entry}", $"What the copy of {name} holds.");
            observations.Gauge(GatewayMeter.Name, $"tautan.gateway.{name}.held", () => follower.Status.Held?.Removed ?? 0, "{entry}", $"What a snapshot of {name} that is held back would remove; 0: none is.");
            observations.Gauge(GatewayMeter.Name, $"tautan.gateway.{name}.torn", () => follower.Status.TornBytes, "By", $"What was cut from the end of the change log of {name} at the start.");
            observations.Gauge(GatewayMeter.Name, $"tautan.gateway.{name}.disk", () => follower.Status.DiskProblem is null ? 1 : 0, "{copy}", $"1: the copy of {name} on disk keeps up; 0: it does not.");
            observations.Gauge(GatewayMeter.Name, $"tautan.gateway.{name}.revision", () => follower.Position.Revision, "{revision}", $"The last revision of {name} that is here.");
        }
    }
}
