using Tautan.Platform.Telemetry.Metrics;

namespace Tautan.Platform.Tests.Telemetry.Metrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("http.server.request.duration", 2, "s", "http_server_request_duration_seconds")]
    [InlineData("tautan.gateway.clicks", 0, "{click}", "tautan_gateway_clicks")]
    [InlineData("dotnet.gc.heap.total_allocated", 0, "By", "dotnet_gc_heap_total_allocated_bytes")]
    [InlineData("already.total", 0, null, "already")]
    [InlineData("queue.bytes", 1, "By", "queue_bytes")]
    [InlineData("blind", 1, "1", "blind")]
    [InlineData("rate", 1, "By/s", "rate_bytes_per_second")]
    [InlineData("rate", 1, "{probe}/min", "rate_per_minute")]
    [InlineData("2xx--answers", 0, null, "_2xx_answers")]
    [InlineData("load", 1, "%", "load_percent")]
    public void Instruments_are_named_as_Prometheus_takes_them(string instrument, int kind, string? unit, string name) =>
        MetricName.Of(instrument, (MetricKind)kind, unit).ShouldBe(name);

    [Theory]
    [InlineData("error.type", "error_type")]
    [InlineData("1st", "_1st")]
    [InlineData("a:b é", "a_b__")]
    [InlineData("", "_")]
    public void Labels_are_letters_digits_and_lines(string tag, string name) => MetricName.Label(tag).ShouldBe(name);
}
