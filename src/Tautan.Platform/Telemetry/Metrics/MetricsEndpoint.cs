using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Tautan.Platform.Telemetry.Metrics;

public static class MetricsEndpoint
{
    private const string OpenMetrics = "application/openmetrics-text";

    /// <summary>Answers with all metrics of a process, in the text format of Prometheus or, where it is asked for, in OpenMetrics.</summary>
    /// <param name="endpoints">Where it is mapped.</param>
    /// <param name="path">Of the endpoint.</param>
    /// <param name="store">What was measured.</param>
    /// <param name="version">Of the product.</param>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder endpoints, string path, MetricStore store, string version)
    {
        var information = new StringBuilder();
        MetricLabels.Append(information, "service_name", "tautan");
        MetricLabels.Append(information, "service_version", version);
        MetricLabels.Append(information, "service_instance_id", Guid.NewGuid().ToString());
        return endpoints.MapGet(path, context => AnswerAsync(context, store, information.ToString()));
    }

    private static async Task AnswerAsync(HttpContext context, MetricStore store, string information)
    {
        var isOpenMetrics = IsNamed(context.Request.Headers.Accept);
        context.Response.ContentType = isOpenMetrics ? OpenMetrics + "; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8";
        var body = context.Response.BodyWriter;
        store.Collect(metrics => new MetricText(body, isOpenMetrics).Write(information, metrics));
        await body.FlushAsync(context.RequestAborted);
    }

    private static bool IsNamed(StringValues accepted)
    {
        foreach (var value in accepted)
        {
            if (value?.Contains(OpenMetrics, StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }

        return false;
    }
}
