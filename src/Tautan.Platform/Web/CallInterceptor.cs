using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Access;
using Tautan.Platform.Access;
using Tautan.Platform.Certificates;
using Tautan.Platform.Resilience;

namespace Tautan.Platform.Web;

/// <summary>
/// The one way in between services: every inbound call passes here after routing. It reads the caller from the client
/// certificate and the principal from the call's token, refuses whoever the endpoint does not name, and ends what takes longer than its caller waits.
/// </summary>
public sealed partial class CallInterceptor(RequestDelegate next, TokenReader tokens, TimeProvider time, ILogger<CallInterceptor> logger)
{
    private const string Bearer = "Bearer ";

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

        var required = endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope;
        if (context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return JudgeAsync(context, caller, certificate!, header[Bearer.Length..], required);
        return required is null && endpoint.Metadata.GetMetadata<RequiredPrincipal>() is null
            ? AnswerAsync(context, caller, null)
            : Refuse(context, StatusCodes.Status401Unauthorized, "unauthenticated", "This call must be made for somebody.");
    }

    private async Task JudgeAsync(HttpContext context, string caller, X509Certificate2 certificate, string token, string? required)
    {
        TokenReading reading;
        try
        {
            reading = await tokens.ReadAsync(token, certificate, context.RequestAborted);
        }
        catch (KeysUnavailableException exception)
        {
            context.Response.Headers.RetryAfter = "5";
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "identity_unavailable", exception.Message);
            return;
        }

        if (reading.Principal is not { } principal)
        {
            LogInvalid(logger, caller, reading.Problem!);
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"tautan\", error=\"invalid_token\"";
            await Refuse(context, StatusCodes.Status401Unauthorized, "invalid_token", $"The token is not valid: {reading.Problem}.");
            return;
        }

        if (required is not null && !principal.Has(required))
        {
            await Refuse(context, StatusCodes.Status403Forbidden, "insufficient_scope", $"The scope {required} is needed.");
            return;
        }

        await AnswerAsync(context, caller, principal);
    }

    private Task AnswerAsync(HttpContext context, string caller, Principal? principal)
    {
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a token that {Caller} brought: {Problem}")]
    private static partial void LogInvalid(ILogger logger, string caller, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused {Caller} at {Endpoint}: the endpoint does not list it")]
    private static partial void LogRefused(ILogger logger, string caller, string? endpoint);
}
