using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Discovery;
using Tautan.Platform.Web;
using Yarp.ReverseProxy.Forwarder;

namespace Tautan.Gateway.Door;

/// <summary>Passes requests on to the services, streams as they come, and says so at once where a service is away.</summary>
internal sealed partial class ServiceForwarder(
    IHttpForwarder forwarder, IServiceHandlers handlers, DoorTransformer transformer, ILogger<ServiceForwarder> logger)
{
    private const string RetryAfter = "1";

    private static readonly ForwarderRequestConfig Config = new()
    {
        Version = new Version(2, 0),
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = TimeSpan.FromSeconds(100),
        AllowResponseBuffering = false,
    };

    private readonly DoorClients _clients = new(handlers);

    public async Task ForwardAsync(HttpContext context, string service)
    {
        var error = await forwarder.SendAsync(context, $"https://{service}/", _clients.For(service), Config, transformer);
        if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        if (error == ForwarderError.RequestBodyClient)
        {
            await BodyProblem(context.Response.StatusCode).ExecuteAsync(context);
            return;
        }

        LogAway(logger, service, error, context.GetForwarderErrorFeature()?.Exception?.Message);
        context.Response.Clear();
        context.Response.Headers.RetryAfter = RetryAfter;
        await Problems.Of(StatusCodes.Status503ServiceUnavailable, "service_unavailable", $"The service {service} is away. Redirects go on without it.")
            .ExecuteAsync(context);
    }

    private static IResult BodyProblem(int status) => status == StatusCodes.Status413PayloadTooLarge
        ? Problems.Of(status, "body_too_large", "The body of the request is larger than is taken at this path.")
        : Problems.Of(status, "bad_request_body", "The body of the request could not be read to its end.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The service {Service} did not answer ({Error}): {Problem}")]
    private static partial void LogAway(ILogger logger, string service, ForwarderError error, string? problem);
}
