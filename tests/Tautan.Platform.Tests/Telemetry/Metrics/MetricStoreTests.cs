using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Tautan.Platform.Telemetry.Metrics;

namespace Tautan.Platform.Tests.Telemetry.Metrics;

public sealed class MetricStoreTests : IDisposable
{
    private readonly string _name = "Test." + Guid.NewGuid().ToString("N");
    private readonly Meter _meter;
    private readonly MetricStore _store;

    public MetricStoreTests()
    {
        _meter = new Meter(new MeterOptions(_name) { Tags = [new("tautan.service", "links")] });
        _store = new MetricStore(name => name == _name);
    }

    private string Scope => $"otel_scope_name=\"{_name}\",otel_scope_tautan_service=\"links\"";

    [Fact]
    public void A_counter_is_told_with_its_unit_its_help_and_a_line_for_each_set_of_tags()
    {
        var counter = _meter.CreateCounter<long>("tautan.bytes.sent", "By", "What was sent.");
        counter.Add(3, new KeyValuePair<string, object?>("to", "a"), new KeyValuePair<string, object?>("is.new", true));
        counter.Add(4, new KeyValuePair<string, object?>("is.new", true), new KeyValuePair<string, object?>("to", "a"));
        counter.Add(1);
        Text().ShouldContain(
            $$"""
            # TYPE tautan_bytes_sent_total counter
            # HELP tautan_bytes_sent_total What was sent.
            tautan_bytes_sent_total{{{Scope}},is_new="true",to="a"} 7
            tautan_bytes_sent_total{{{Scope}}} 1
            """);
        Text(isOpenMetrics: true).ShouldContain("# TYPE tautan_bytes_sent counter\n");
    }

    [Fact]
    public void Values_of_labels_and_help_are_escaped()
    {
        _meter.CreateUpDownCounter<int>("open", description: "one\nand \\ two").Add(-2, new KeyValuePair<string, object?>("path", "a\"b\\c\nd é"));
        Text().ShouldContain("# HELP open one\\nand \\\\ two\n" + $$"""open{{{Scope}},path="a\"b\\c\nd é"} -2""" + "\n");
    }

    [Fact]
    public void A_histogram_has_the_bounds_that_its_instrument_advises_and_counts_up_to_each()
    {
        var histogram = _meter.CreateHistogram("took", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
        foreach (var value in new[] { 0.5, 0.6, 3, double.NaN })
            histogram.Record(value);
        Text().ShouldContain(
            $$"""
            # TYPE took_seconds histogram
            took_seconds_bucket{{{Scope}},le="0.5"} 1
            took_seconds_bucket{{{Scope}},le="2"} 2
            took_seconds_bucket{{{Scope}},le="+Inf"} 3
            took_seconds_sum{{{Scope}}} 4.1
            took_seconds_count{{{Scope}}} 3
            """);
        Text(isOpenMetrics: true).ShouldContain("# UNIT took_seconds seconds\n");
        Text(isOpenMetrics: true).ShouldContain("le=\"2.0\"");
    }

    [Fact]
    public void What_is_observed_is_asked_each_time_and_who_fails_loses_only_itself()
    {
        var calls = 0;
        _meter.CreateObservableGauge("first", Refuse);
        _meter.CreateObservableGauge("second", () => new[] { new Measurement<long>(++calls, new KeyValuePair<string, object?>("call", calls)) });
        Text().ShouldContain("second{" + Scope + ",call=\"1\"} 1\n");
        var again = Text();
        again.ShouldContain("call=\"2\"} 2\n");
        again.ShouldNotContain("call=\"1\"");
        again.ShouldNotContain("first");
    }

    [Fact]
    public void More_series_than_an_instrument_may_have_are_counted_together()
    {
        var counter = _meter.CreateCounter<long>("many");
        for (var n = 0; n < 1000; n++)
            counter.Add(1, new KeyValuePair<string, object?>("n", n));
        var lines = Text().Split('\n').Where(line => line.StartsWith("many_total{", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(Metric.MostSeries);
        lines[^1].ShouldBe($"many_total{{{Scope},otel_metric_overflow=\"true\"}} {1000 - Metric.MostSeries + 1}");
    }

    [Fact]
    public void An_instrument_that_is_made_again_goes_on_and_a_meter_that_is_disposed_is_gone()
    {
        _meter.CreateCounter<long>("again", "x", "one").Add(1);
        _meter.CreateCounter<long>("again", "x", "other").Add(2);
        Text().ShouldContain("again_x_total{" + Scope + "} 3\n");
        _meter.Dispose();
        Text().ShouldNotContain("again");
    }

    [Fact]
    public async Task Nothing_that_is_measured_while_others_measure_and_metrics_are_read_is_lost()
    {
        var counter = _meter.CreateCounter<long>("all");
        var histogram = _meter.CreateHistogram<double>("sizes");
        var measuring = Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var n = 0; n < 20_000; n++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("n", n % 50));
                histogram.Record(1);
            }
        })).ToList();
        while (!measuring.TrueForAll(task => task.IsCompleted))
            Text().ShouldEndWith("# EOF\n");
        await Task.WhenAll(measuring);
        var text = Text();
        text.Split('\n').Where(line => line.StartsWith("all_total{", StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf(' ') + 1)..]).ShouldBe(Enumerable.Repeat("1600", 50));
        text.ShouldContain($"sizes_count{{{Scope}}} 80000\n");
        text.ShouldContain($"sizes_sum{{{Scope}}} 80000\n");
    }

    [Fact]
    public void A_series_that_is_known_is_measured_without_garbage()
    {
        var counter = _meter.CreateCounter<long>("quiet");
        object kind = "redirect";
        counter.Add(1, new KeyValuePair<string, object?>("kind", kind));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 1000; n++)
            counter.Add(1, new KeyValuePair<string, object?>("kind", kind));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_meter_that_nobody_wants_is_not_told()
    {
        using var other = new Meter("Other." + _name);
        other.CreateCounter<long>("unwanted").Add(1);
        Text().ShouldNotContain("unwanted");
    }

    public void Dispose()
    {
        _store.Dispose();
        _meter.Dispose();
    }

    private static double Refuse() => throw new InvalidOperationException("no");

    private string Text(bool isOpenMetrics = false)
    {
        var bytes = new ArrayBufferWriter<byte>();
        _store.Collect(metrics => new MetricText(bytes, isOpenMetrics).Write("service_name=\"tautan\"", metrics));
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
