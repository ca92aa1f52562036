using System.Diagnostics.Metrics;
using System.Text;

namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>All that was measured by one instrument.</summary>
internal sealed class Metric
{
    /// <summary>Series beyond these are counted together, with the label <c>otel_metric_overflow</c>.</summary>
    public const int MostSeries = 256;

    private const int MostWays = 4 * MostSeries;
    private const int Buckets = 64;

    // OpenTelemetry's, where the instrument does not say.
    private static readonly double[] DefaultBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private readonly Lock _lock = new();
    private readonly Series?[] _series = new Series?[Buckets];
    private readonly List<(string Key, SeriesValue Value)> _values = [];
    private readonly string _scope;
    private readonly bool _isWhole;
    private SeriesValue? _overflow;
    private int _ways;

    public Metric(Instrument instrument)
    {
        var type = instrument.GetType();
        Kind = KindOf(type.GetGenericTypeDefinition());
        IsObserved = instrument.IsObservable;
        IsSet = IsObserved || type.GetGenericTypeDefinition() == typeof(Gauge<>);
        _isWhole = Kind != MetricKind.Histogram && type.GetGenericArguments()[0] is var number
            && number != typeof(double) && number != typeof(float) && number != typeof(decimal);
        Name = MetricName.Of(instrument.Name, Kind, instrument.Unit);
        Unit = MetricName.UnitOf(instrument.Unit);
        Help = instrument.Description;
        _scope = Scope(instrument.Meter);
        if (Kind == MetricKind.Histogram)
            Bounds = BoundsOf(instrument);
    }

    public string Name { get; }

    public string? Unit { get; }

    public string? Help { get; }

    public MetricKind Kind { get; }

    /// <summary>It is asked when metrics are collected.</summary>
    public bool IsObserved { get; }

    /// <summary>Of a histogram, the upper bounds of its buckets.</summary>
    public double[] Bounds { get; } = [];

    /// <summary>The number of the current collection.</summary>
    public int Collection { get; set; }

    /// <summary>Whether <see cref="SeriesValue.Whole"/> holds the value, else <see cref="SeriesValue.Real"/>.</summary>
    public bool IsWhole => _isWhole;

    private bool IsSet { get; }

    /// <summary>The series, in the order in which they came; of an observed metric those that the current collection observed.</summary>
    public List<SeriesValue> Values()
    {
        lock (_lock)
        {
            var values = new List<SeriesValue>(_values.Count + 1);
            foreach (var (_, value) in _values)
            {
                if (!IsObserved || value.SeenAt == Collection)
                    values.Add(value);
            }

            if (_overflow is { } overflow && (!IsObserved || overflow.SeenAt == Collection))
                values.Add(overflow);
            return values;
        }
    }

    public void Take(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_isWhole)
        {
            Take((double)value, tags);
            return;
        }

        var series = Find(tags);
        if (IsSet)
            series.Set(value);
        else
            series.Add(value);
    }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (Kind == MetricKind.Histogram)
            series.Record(value);
        else if (IsSet)
            series.Set(value);
        else
            series.Add(value);
    }

    private static MetricKind KindOf(Type instrument) =>
        instrument == typeof(Counter<>) || instrument == typeof(ObservableCounter<>) ? MetricKind.Counter
        : instrument == typeof(Histogram<>) ? MetricKind.Histogram
        : MetricKind.Gauge;

    private static double[] BoundsOf(Instrument instrument)
    {
        IReadOnlyList<double>? advised = instrument switch
        {
            Histogram<double> real => real.Advice?.HistogramBucketBoundaries,
            Histogram<long> whole => whole.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray(),
            Histogram<int> whole => whole.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray(),
            _ => null,
        };
        return advised is null ? DefaultBounds : [.. advised];
    }

    private static string Scope(Meter meter)
    {
        var text = new StringBuilder();
        MetricLabels.Append(text, "otel_scope_name", meter.Name);
        if (!string.IsNullOrEmpty(meter.Version))
            MetricLabels.Append(text, "otel_scope_version", meter.Version);
        foreach (var (key, value) in meter.Tags ?? [])
            MetricLabels.Append(text, "otel_scope_" + MetricName.Label(key), MetricLabels.Text(value));
        return text.ToString();
    }

    private SeriesValue Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = Series.HashOf(tags);
        for (var series = Volatile.Read(ref _series[hash & (Buckets - 1)]); series is not null; series = series.Next)
        {
            if (series.Is(hash, tags))
                return Seen(series.Value);
        }

        return Seen(Add(tags, hash));
    }

    private SeriesValue Seen(SeriesValue value)
    {
        if (IsObserved)
            value.SeenAt = Collection;
        return value;
    }

    private SeriesValue Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, int hash)
    {
        lock (_lock)
        {
            ref var bucket = ref _series[hash & (Buckets - 1)];
            for (var series = bucket; series is not null; series = series.Next)
            {
                if (series.Is(hash, tags))
                    return series.Value;
            }

            var key = MetricLabels.Of(_scope, tags);
            var value = _values.Find(one => one.Key == key).Value;
            if (_ways >= MostWays || (value is null && _values.Count >= MostSeries - 1))
                return _overflow ??= New(MetricLabels.Of(_scope, [new("otel.metric.overflow", true)]));
            if (value is null)
                _values.Add((key, value = New(key)));
            _ways++;
            Volatile.Write(ref bucket, new Series(tags.ToArray(), hash, value, bucket));
            return value;
        }
    }

    private SeriesValue New(string labels) => new(Encoding.UTF8.GetBytes(labels), Kind == MetricKind.Histogram ? Bounds : null);
}
