using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tautan.Contracts;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;

namespace Tautan.Serving;

/// <summary>
/// The operations port of a process: health and metrics. It owns the process's one MeterProvider and TracerProvider. The edge's speaks for the
/// whole installation and fetches the house's part through its socket.
/// </summary>
internal static class OperationsHost
{
    private const int SeriesPerInstrument = 256;

    private const string Live = """{"status":"live"}""";

    public static WebApplication Build(ServiceProcess process, ServeOptions options, Readings readings, TelemetryOptions telemetry)
    {
        // The operations port of a process is a client of its house in the gateway's name; the house's answers to the gateway.
        var name = options.IsHouse ? ServiceNames.House : options.Hosted[0];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tautan", ContentRootPath = process.Environment.DataDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        ServiceHost.AddFoundation(builder, name, process);
        var identity = new ServiceIdentity(name, process.Certificates, process.Time, new LoggerFactory([process.Log.For(name)]).CreateLogger<ServiceIdentity>());
        builder.Services.AddSingleton(_ => identity);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (options.IsHouse)
                ServiceHost.Listen(kestrel, name, process, identity);
            else
                ServiceHost.ListenForOperations(kestrel, process);
        });
        AddTelemetry(builder.Services, process, telemetry);
        var app = builder.Build();
        _ = app.Services.GetRequiredService<ServiceIdentity>();
        app.UseRouting();
        if (options.IsHouse)
            app.UseMiddleware<CallInterceptor>();
        Map(app, options, readings);
        return app;
    }

    private static void AddTelemetry(IServiceCollection services, ServiceProcess process, TelemetryOptions telemetry)
    {
        var observing = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("tautan", serviceVersion: process.Environment.Version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("Tautan.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel");
                // Each series is paid for ahead, used or not: the library's 2,000 an instrument are most of an idle edge's heap.
                metrics.AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = SeriesPerInstrument });
                metrics.AddPrometheusExporter();
                if (telemetry.Otlp is { } endpoint)
                    Export(metrics, new Uri(endpoint));
            });
        if (telemetry.Otlp is { } traces)
            observing.WithTracing(tracing => Export(tracing, new Uri(traces)));
    }

    // Methods of their own: where nothing is exported, the exporter is not loaded.
    private static void Export(MeterProviderBuilder metrics, Uri endpoint) => metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint);

    private static void Export(TracerProviderBuilder tracing, Uri endpoint) =>
        tracing.AddSource("Microsoft.AspNetCore", "System.Net.Http", "Tautan.*").AddOtlpExporter(otlp => otlp.Endpoint = endpoint);

    private static void Map(WebApplication app, ServeOptions options, Readings readings)
    {
        Get("/health/live", _ => Task.FromResult(Results.Text(Live, "application/json; charset=utf-8"))).AllowCallers(ServiceNames.Gateway);
        Get("/health/ready", async context => Answer(await readings.AllAsync(context.RequestAborted))).AllowCallers(ServiceNames.Gateway);
        Get("/health/ready/{service}", async context =>
        {
            var service = (string)context.Request.RouteValues["service"]!;
            return await readings.OneAsync(service, context.RequestAborted) is { } one
                ? Answer(new Dictionary<string, Readiness> { [service] = one })
                : Problems.Of(StatusCodes.Status404NotFound, "no_such_service", $"{service} does not run in this installation.");
        }).AllowCallers(ServiceNames.Gateway);
        app.MapPrometheusScrapingEndpoint("/metrics").AllowCallers(ServiceNames.Gateway);
        if (options.IsEdge)
            Get("/metrics/house", context => HouseMetricsAsync(context.RequestServices.GetRequiredService<IServiceHandlers>(), context.RequestAborted));

        // Not by the parameters of a delegate: those would load the expression compiler into the edge, which has no other use for it.
        IEndpointConventionBuilder Get(string path, Func<HttpContext, Task<IResult>> answer) =>
            app.MapGet(path, async context => await (await answer(context)).ExecuteAsync(context));
    }

    private static IResult Answer(IReadOnlyDictionary<string, Readiness> services)
    {
        var status = services.Count == 0 ? ReadyStatus.Ready : services.Values.Max(one => one.Status);
        return Results.Json(
            new ReadyAnswer(Word(status), services.ToDictionary(pair => pair.Key, pair => new ServiceAnswer(Word(pair.Value.Status), pair.Value.Reasons))),
            ReadyJson.Default.ReadyAnswer,
            statusCode: status == ReadyStatus.Failing ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static async Task<IResult> HouseMetricsAsync(IServiceHandlers handlers, CancellationToken cancellationToken)
    {
        try
        {
            using var client = HouseClient.Over(handlers);
            return Results.Text(await client.GetStringAsync("/metrics", cancellationToken), "text/plain; version=0.0.4; charset=utf-8");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "house_unavailable", $"The house does not answer: {exception.Message}");
        }
    }

    private static string Word(ReadyStatus status) => status switch
    {
        ReadyStatus.Ready => "ready",
        ReadyStatus.Degraded => "degraded",
        _ => "failing",
    };
}
