using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Web;

/// <summary>Stands around everything: what nobody expected becomes a problem like any other, and is told in the log and not to the caller.</summary>
public sealed partial class FailureMiddleware(RequestDelegate next, ILogger<FailureMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && exception is not BadHttpRequestException)
        {
            context.Response.Clear();
            await Answer(context, exception).ExecuteAsync(context);
        }
    }

    private IResult Answer(HttpContext context, Exception exception)
    {
        if (StorageFailure.Of(exception) is { } problem)
        {
            LogStorage(logger, context.Request.Method, problem);
            context.Response.Headers.RetryAfter = "5";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The database cannot do its part at the moment; a change may or may not have been made.");
        }

        if (exception is OperationCanceledException)
        {
            context.Response.Headers.RetryAfter = "1";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "service_unavailable", "The service is stopping.");
        }

        LogFailed(logger, exception, context.Request.Method, context.GetEndpoint()?.DisplayName);
        return Problems.Of(StatusCodes.Status500InternalServerError, "internal_error", "Something went wrong here; the log says what.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Method} failed, for the database could not do its part: {Problem}")]
    private static partial void LogStorage(ILogger logger, string method, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Method} of {Endpoint} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string? endpoint);
}
