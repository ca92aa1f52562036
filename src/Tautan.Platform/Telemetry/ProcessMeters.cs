using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Tautan.Platform.Telemetry;

/// <summary>
/// The meters of a process. A meter is made once a name and service and never disposed: disposing one silences every meter
/// of its name in the process, and the counters of a service must go on where its host is restarted.
/// </summary>
public sealed class ProcessMeters
{
    private readonly ConcurrentDictionary<(string Service, string Name), Meter> _meters = new();
    private readonly ConcurrentDictionary<(string Service, string Meter, string Name), Observed> _observed = new();

    /// <summary>The meters of one service; each is tagged <c>tautan.service</c>.</summary>
    public IMeterFactory For(string service) => new ServiceMeters(this, service);

    internal Meter Get(string service, MeterOptions options) => _meters.GetOrAdd((service, options.Name), _ => new Meter(new MeterOptions(options.Name)
    {
        Version = options.Version,
        Tags = [.. options.Tags ?? [], new("tautan.service", service)],
    }));

    internal void Observe(string service, string meter, string name, string? unit, string? description, Func<IEnumerable<Measurement<double>>> read)
    {
        var observed = _observed.GetOrAdd((service, meter, name), _ =>
        {
            var made = new Observed();
            Get(service, new MeterOptions(meter)).CreateObservableGauge(name, () => made.Read(), unit, description);
            return made;
        });
        observed.Read = read;
    }

    private sealed class Observed
    {
        public Func<IEnumerable<Measurement<double>>> Read { get; set; } = () => [];
    }

    private sealed class ServiceMeters(ProcessMeters meters, string service) : IMeterFactory, IObservations
    {
        public Meter Create(MeterOptions options) => meters.Get(service, options);

        public void Gauge(string meter, string name, Func<IEnumerable<Measurement<double>>> read, string? unit, string? description) =>
            meters.Observe(service, meter, name, unit, description, read);

        public void Dispose()
        {
        }
    }
}

/// <summary>Gauges that are read when they are asked for. A restarted host takes its place instead of adding a second one that keeps the old host alive.</summary>
public interface IObservations
{
    /// <summary>Registers, or takes over, a gauge.</summary>
    void Gauge(string meter, string name, Func<IEnumerable<Measurement<double>>> read, string? unit = null, string? description = null);
}

public static class ObservationExtensions
{
    /// <summary>A gauge of one value.</summary>
    public static void Gauge(this IObservations observations, string meter, string name, Func<double> read, string? unit = null, string? description = null) =>
        observations.Gauge(meter, name, () => [new Measurement<double>(read())], unit, description);
}
