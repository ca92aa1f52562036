using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tautan.Contracts;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;
using Tautan.Platform.Telemetry.Metrics;
using Tautan.Platform.Web;

namespace Tautan.Serving;

/// <summary>
/// The operations port of a process: health and metrics. It owns what is measured in the process. The edge's speaks for the
/// whole installation and fetches the house's part through its socket.
/// </summary>
internal static class OperationsHost
{
    private const string Live = """{"status":"live"}""";

    private static readonly string[] Meters = ["Tautan.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

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
        builder.Services.AddSingleton(_ => new MetricStore(IsMeter));
        if (telemetry.Otlp is { } endpoint)
            OtlpExport.Add(builder.Services, new Uri(endpoint), Meters, process.Environment.Version);
        var app = builder.Build();
        _ = app.Services.GetRequiredService<ServiceIdentity>();
        app.UseRouting();
        if (options.IsHouse)
            app.UseMiddleware<CallInterceptor>();
        Map(app, options, readings, process.Environment.Version);
        return app;
    }

    private static bool IsMeter(string name) => name.StartsWith("Tautan.", StringComparison.Ordinal) || Meters.AsSpan(1).Contains(name);

    private static void Map(WebApplication app, ServeOptions options, Readings readings, string version)
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
        app.MapMetrics("/metrics", app.Services.GetRequiredService<MetricStore>(), version).AllowCallers(ServiceNames.Gateway);
        if (options.Hosted.Contains(ServiceNames.Gateway))
            Get("/ask", context => Task.FromResult(Ask(readings, context.Request.Query["domain"].ToString())));
        if (options.IsEdge)
            Get("/metrics/house", context => HouseMetricsAsync(context.RequestServices.GetRequiredService<IServiceHandlers>(), context.RequestAborted));

        // Not by the parameters of a delegate: those would load the expression compiler into the edge, which has no other use for it.
        IEndpointConventionBuilder Get(string path, Func<HttpContext, Task<IResult>> answer) =>
            app.MapGet(path, async context => await (await answer(context)).ExecuteAsync(context));
    }

    // For certificates on demand: 200 where visitors are served at the domain, 404 where they are not.
    private static IResult Ask(Readings readings, string domain)
    {
        if (domain.Length is 0 or > 255)
            return Problems.Of(StatusCodes.Status400BadRequest, "no_domain", "The domain that is asked for must be given: /ask?domain=go.example.");
        if (readings.Domains is not { } domains)
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "gateway_unavailable", "The gateway does not run at this moment.");
        return domains.Serves(domain)
            ? Results.Text("yes")
            : Problems.Of(StatusCodes.Status404NotFound, "domain_not_found", "There is no such domain, or it is not verified.");
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
