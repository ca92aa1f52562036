using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Identity;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;

namespace Tautan.Testing.Services;

/// <summary>A service <c>identity</c> that knows the keys that a test gives it.</summary>
public sealed class ScriptedIdentity(TestTokens tokens) : Service
{
    private int _exchanges;

    public override string Name => ServiceNames.Identity;

    public override IReadOnlyList<SettingsSection> Settings { get; } = [];

    /// <summary>Whom each key or token stands for.</summary>
    public ConcurrentDictionary<string, Principal> Known { get; } = new();

    public TestFeed Revocations { get; } = new();

    /// <summary>How often it was asked.</summary>
    public int Exchanges => Volatile.Read(ref _exchanges);

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Revocations);
    }

    public override void Map(WebApplication app)
    {
        app.MapGrpcService<FeedEndpoint>().AllowCallers(ServiceNames.Gateway);
        app.MapGet(TokenClaims.KeysPath, () => Results.Text(tokens.Jwks, "application/json")).AllowCallers(ServiceNames.Gateway, ServiceNames.Links, ServiceNames.Health);
        app.MapPost(TokenClaims.InternalTokenPath, (Delegate)ExchangeAsync).AllowCallers(ServiceNames.Gateway);
    }

    private async Task<IResult> ExchangeAsync(HttpContext context)
    {
        Interlocked.Increment(ref _exchanges);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return Known.TryGetValue(form["subject_token"].ToString(), out var principal)
            ? Results.Json(new { access_token = tokens.For(principal, context.Connection.ClientCertificate!), token_type = "Bearer", expires_in = 900 })
            : Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
    }

    private sealed class FeedEndpoint(TestFeed feed) : RevocationFeed.RevocationFeedBase
    {
        public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
            feed.WatchAsync(request, responseStream, context.CancellationToken);
    }
}
