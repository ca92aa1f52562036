using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Certificates;
using Tautan.Platform.Resilience;

namespace Tautan.Platform.Web;

/// <summary>
/// The one way in between services: every inbound call passes here after routing. It reads the caller from the client
/// certificate and the principal from the gateway's headers, refuses whoever the endpoint does not name, and ends what takes longer than its caller waits.
/// </summary>
public sealed partial class CallInterceptor(RequestDelegate next, TimeProvider time, ILogger<CallInterceptor> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var certificate = context.Connection.ClientCertificate;
        var caller = certificate is null ? null : ServiceCertificate.NameOf(certificate);
        if (caller is null)
            return Refuse(context, StatusCodes.Status401Unauthorized, "no_certificate", "A certificate of this installation's CA is needed.");
        if (context.GetEndpoint() is not { } endpoint)
            return Refuse(context, StatusCodes.Status404NotFound, "no_such_endpoint", "There is nothing at this path.");
        if (endpoint is not RouteEndpoint)
            return RefuseMethodAsync(context, endpoint);
        if (endpoint.Metadata.GetMetadata<AllowedCallers>() is not { } rule || !rule.Services.Contains(caller))
        {
            LogRefused(logger, caller, endpoint.DisplayName);
            return Refuse(context, StatusCodes.Status403Forbidden, "caller_not_allowed", $"This endpoint does not answer the service {caller}.");
        }

        var principal = caller == ServiceNames.Gateway ? PrincipalHeaders.Read(context.Request.Headers) : null;
        if (endpoint.Metadata.GetMetadata<RequiredScope>() is { } required)
        {
            if (principal is null)
                return Refuse(context, StatusCodes.Status401Unauthorized, "unauthenticated", "This call must be made for somebody.");
            if (!principal.Has(required.Scope))
                return Refuse(context, StatusCodes.Status403Forbidden, "insufficient_scope", $"The scope {required.Scope} is needed.");
        }

        var trace = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
        context.Features.Set(new CallContext(caller, principal, trace));
        return CallDeadline.TryRead(context.Request.Headers[InternalHeaders.Timeout], out var within) ? AnswerAsync(context, within) : next(context);
    }

    private async Task AnswerAsync(HttpContext context, TimeSpan within)
    {
        var aborted = context.RequestAborted;
        using var deadline = new CallDeadline(within, time, aborted);
        context.RequestAborted = deadline.Token;
        context.Response.OnStarting(() =>
        {
            if (StreamedAnswer.Is(context))
                deadline.Lift();
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (deadline.IsOver && !context.Response.HasStarted)
        {
            context.RequestAborted = aborted;
            await Refuse(context, StatusCodes.Status504GatewayTimeout, "service_timeout", "The call took longer than its caller waits; a change may or may not have been made.");
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }

    // Where a path is known and the method is not, routing makes an endpoint of its own, which sets Allow.
    private static async Task RefuseMethodAsync(HttpContext context, Endpoint endpoint)
    {
        await endpoint.RequestDelegate!(context);
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            await Refuse(context, StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"This path answers {context.Response.Headers.Allow} alone.");
    }

    private static Task Refuse(HttpContext context, int status, string code, string detail) =>
        Problems.Of(status, code, detail).ExecuteAsync(context);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused {Caller} at {Endpoint}: the endpoint does not list it")]
    private static partial void LogRefused(ILogger logger, string caller, string? endpoint);
}
