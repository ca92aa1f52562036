using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>
/// Writes metrics as Prometheus reads them: its text format 0.0.4, or OpenMetrics 1.0, in which a counter's family has no <c>_total</c> and
/// units have a line.
/// </summary>
internal sealed class MetricText(IBufferWriter<byte> output, bool isOpenMetrics)
{
    /// <param name="information">The labels of <c>target_info</c>, which says what the process is.</param>
    /// <param name="metrics">By name.</param>
    public void Write(string information, IReadOnlyList<Metric> metrics)
    {
        Family(isOpenMetrics ? "target" : "target_info", isOpenMetrics ? "info" : "gauge", null, "What this process is.");
        Text($"target_info{{{information}}} 1\n");
        string? family = null;
        foreach (var metric in metrics)
        {
            if (metric.Values() is not { Count: > 0 } values)
                continue;
            if (family != metric.Name)
                Family(isOpenMetrics || metric.Kind != MetricKind.Counter ? metric.Name : metric.Name + "_total", Word(metric.Kind), metric.Unit, metric.Help);
            family = metric.Name;
            foreach (var value in values)
                Write(metric, value);
        }

        Text("# EOF\n");
    }

    private static string Word(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private void Family(string name, string type, string? unit, string? help)
    {
        Text($"# TYPE {name} {type}\n");
        if (isOpenMetrics && unit is not null && name.EndsWith("_" + unit, StringComparison.Ordinal))
            Text($"# UNIT {name} {unit}\n");
        if (!string.IsNullOrEmpty(help))
            Text($"# HELP {name} {help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
    }

    private void Write(Metric metric, SeriesValue value)
    {
        if (metric.Kind == MetricKind.Histogram)
        {
            WriteHistogram(metric, value);
            return;
        }

        Begin(metric.Name, metric.Kind == MetricKind.Counter ? "_total" : "", value.Labels);
        if (metric.IsWhole)
            Number(value.Whole);
        else
            Number(value.Real);
    }

    private void WriteHistogram(Metric metric, SeriesValue value)
    {
        var count = 0L;
        for (var bucket = 0; bucket <= metric.Bounds.Length; bucket++)
        {
            count += Volatile.Read(in value.Counts[bucket]);
            Text(metric.Name);
            Text("_bucket{");
            output.Write(value.Labels);
            Text(",le=\"");
            if (bucket == metric.Bounds.Length)
                Text("+Inf");
            else
                Bound(metric.Bounds[bucket]);
            Text("\"} ");
            Number(count);
        }

        Begin(metric.Name, "_sum", value.Labels);
        Number(value.Real);
        Begin(metric.Name, "_count", value.Labels);
        Number(count);
    }

    private void Begin(string name, string ending, byte[] labels)
    {
        Text(name);
        Text(ending);
        Text("{");
        output.Write(labels);
        Text("} ");
    }

    private void Number(long value)
    {
        Span<byte> text = stackalloc byte[24];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        output.Write(text[..length]);
        Text("\n");
    }

    private void Number(double value)
    {
        Formatted(value);
        Text("\n");
    }

    private void Formatted(double value)
    {
        if (!double.IsFinite(value))
        {
            Text(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
            return;
        }

        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        output.Write(text[..length]);
    }

    // OpenMetrics 1.0 §"Canonical Numbers": a whole number has ".0".
    private void Bound(double value)
    {
        Formatted(value);
        if (isOpenMetrics && double.IsInteger(value) && Math.Abs(value) < 1e15)
            Text(".0");
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, output);
}
