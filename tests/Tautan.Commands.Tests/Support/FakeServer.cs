using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tautan.Commands.Tests.Support;

/// <summary>A server on loopback that answers as the test says and remembers what it was asked.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Asked> _asked = new();

    private FakeServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public IReadOnlyList<Asked> Asked => [.. _asked];

    /// <summary>"METHOD path?query" of all requests, in order.</summary>
    public IReadOnlyList<string> Lines => [.. _asked.Select(a => a.Line)];

    public static async Task<FakeServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new FakeServer(builder.Build());
        server._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            context.Items["body"] = body;
            server._asked.Enqueue(new(
                $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
                context.Request.Headers.Authorization.ToString(),
                body)
            {
                IfMatch = context.Request.Headers.IfMatch.ToString(),
                IdempotencyKey = context.Request.Headers["Idempotency-Key"].ToString(),
            });
            await answer(context);
        });
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Answers by "METHOD path", the query aside; whatever is not listed is 404 problem details.</summary>
    public static Task<FakeServer> StartAsync(params (string Route, int Status, string Body)[] answers) => StartAsync(context =>
    {
        var route = $"{context.Request.Method} {context.Request.Path}";
        foreach (var answer in answers)
        {
            if (answer.Route == route)
                return AnswerAsync(context, answer.Status, answer.Body);
        }
        return AnswerAsync(context, 404, """{ "title": "Not Found", "status": 404, "code": "not_found", "detail": "There is no such link." }""");
    });

    public static Task AnswerAsync(HttpContext context, int status, string body, string? type = null)
    {
        context.Response.StatusCode = status;
        if (body.Length == 0)
            return Task.CompletedTask;
        context.Response.ContentType = type ?? (status < 400 ? "application/json" : "application/problem+json");
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed record Asked(string Line, string Authorization, string Body)
{
    public string IfMatch { get; init; } = "";

    public string IdempotencyKey { get; init; } = "";
}
