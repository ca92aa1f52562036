using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tautan.Platform.Resilience;
using Tautan.Platform.Web;
using Yarp.ReverseProxy.Forwarder;

namespace Tautan.Gateway.Door;

/// <summary>Passes requests on to the services, streams as they come, and says so at once where a service is away.</summary>
internal sealed class ServiceForwarder(IHttpForwarder forwarder, ServiceCalls calls, DoorTransformer transformer, TimeSpan within, TimeProvider time)
{
    // How long a call may take is the deadline's alone: it travels with the call, and streams have none.
    private static readonly ForwarderRequestConfig Config = new()
    {
        Version = new Version(2, 0),
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        AllowResponseBuffering = false,
    };

    public async Task ForwardAsync(HttpContext context, string service)
    {
        using var deadline = new CallDeadline(within, time);
        context.Features.Set(deadline);
        var error = await forwarder.SendAsync(context, $"https://{service}/", calls.To(service), Config, transformer, deadline.Token);
        if (error == ForwarderError.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        var status = context.Response.StatusCode;
        context.Response.Clear();
        await Answer(context, service, error, status, deadline).ExecuteAsync(context);
    }

    private IResult Answer(HttpContext context, string service, ForwarderError error, int status, CallDeadline deadline)
    {
        if (error == ForwarderError.RequestBodyClient)
            return BodyProblem(status);
        if (error == ForwarderError.RequestBodyCanceled)
            return Problems.Of(StatusCodes.Status408RequestTimeout, "request_timeout", Text($"The body of the request did not arrive within {within.TotalSeconds} s."));
        var retryAfter = (context.GetForwarderErrorFeature()?.Exception as ServiceAwayException)?.RetryAfter.TotalSeconds ?? 0;
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter)).ToString(CultureInfo.InvariantCulture);
        return deadline.IsOver
            ? Problems.Of(
                StatusCodes.Status504GatewayTimeout, "service_timeout", Text($"The service {service} did not answer within {within.TotalSeconds} s; a change may or may not have been made."))
            : Problems.Of(StatusCodes.Status503ServiceUnavailable, "service_unavailable", $"The service {service} is away. Redirects go on without it.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IResult BodyProblem(int status) => status == StatusCodes.Status413PayloadTooLarge
        ? Problems.Of(status, "body_too_large", "The body of the request is larger than is taken at this path.")
        : Problems.Of(status, "bad_request_body", "The body of the request could not be read to its end.");
}
