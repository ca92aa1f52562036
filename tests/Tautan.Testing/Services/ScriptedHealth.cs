using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;

namespace Tautan.Testing.Services;

/// <summary>A service <c>health</c> that probes nothing: its verdicts are what a test says.</summary>
public sealed class ScriptedHealth : Service
{
    public override string Name => ServiceNames.Health;

    public override IReadOnlyList<SettingsSection> Settings { get; } = [];

    public TestFeed Feed { get; } = new();

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Feed);
    }

    public override void Map(WebApplication app) => app.MapGrpcService<VerdictFeedEndpoint>().AllowCallers(ServiceNames.Gateway, ServiceNames.Links);

    private sealed class VerdictFeedEndpoint(TestFeed feed) : VerdictFeed.VerdictFeedBase
    {
        public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
            feed.WatchAsync(request, responseStream, context.CancellationToken);

        public override Task<AcceptReply> Accept(AcceptRequest request, ServerCallContext context) =>
            Task.FromResult(new AcceptReply { Epoch = feed.Epoch, Revision = feed.Revision });
    }
}
