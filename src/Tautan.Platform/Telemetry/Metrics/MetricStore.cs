using System.Diagnostics.Metrics;

namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>Takes in what the instruments of a process measure, for <c>/metrics</c>.</summary>
public sealed class MetricStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _collecting = new();
    private readonly Dictionary<(Meter Meter, string Name), Metric> _metrics = [];
    private readonly MeterListener _listener = new();
    private int _collection;

    /// <param name="isWanted">Of the name of a meter, whether it is listened to.</param>
    public MetricStore(Func<string, bool> isWanted)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (isWanted(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument, Of(instrument));
        };
        // A meter that is disposed takes its instruments along.
        _listener.MeasurementsCompleted = (instrument, _) => Forget(instrument);
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, metric) => ((Metric)metric!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, metric) => ((Metric)metric!).Take((long)value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, metric) => ((Metric)metric!).Take((long)value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, metric) => ((Metric)metric!).Take((long)value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, metric) => ((Metric)metric!).Take(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, metric) => ((Metric)metric!).Take((double)value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, metric) => ((Metric)metric!).Take((double)value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Asks what is to be asked, and gives all metrics, by name.</summary>
    internal void Collect(Action<IReadOnlyList<Metric>> write)
    {
        lock (_collecting)
        {
            List<Metric> metrics;
            lock (_lock)
                metrics = [.. _metrics.Values];
            _collection++;
            foreach (var metric in metrics)
                metric.Collection = _collection;
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // Who cannot answer is missing; all others were asked.
            }

            metrics.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
            write(metrics);
        }
    }

    // An instrument that is made again under its name goes on where it was: a host was restarted.
    private Metric Of(Instrument instrument)
    {
        lock (_lock)
        {
            var key = (instrument.Meter, instrument.Name);
            if (!_metrics.TryGetValue(key, out var metric))
                _metrics.Add(key, metric = new Metric(instrument));
            return metric;
        }
    }

    private void Forget(Instrument instrument)
    {
        lock (_lock)
            _metrics.Remove((instrument.Meter, instrument.Name));
    }
}
