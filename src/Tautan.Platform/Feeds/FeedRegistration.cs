using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Feeds;

public static class FeedRegistration
{
    /// <summary>Adds the source of this service's feed, over the database it was added with.</summary>
    public static WebApplicationBuilder AddFeedSource<TDb>(this WebApplicationBuilder builder)
        where TDb : TautanDb
    {
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(services => new FeedUnwritten<TDb>(services.GetRequiredService<FeedSignal<TDb>>()));
        builder.Services.AddSingleton(services => new FeedSource<TDb>(
            services.GetRequiredService<FeedReader<TDb>>(),
            services.GetRequiredService<FeedSignal<TDb>>(),
            services.GetRequiredService<FeedUnwritten<TDb>>(),
            services.GetRequiredService<ILogger<FeedSource<TDb>>>(),
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        return builder;
    }

    /// <summary>Adds a follower of another service's feed, as a keyed <see cref="FeedFollower"/> and a hosted service.</summary>
    /// <param name="builder">The service's.</param>
    /// <param name="environment">Where it runs.</param>
    /// <param name="follower">The service that follows.</param>
    /// <param name="name">The feed, and the key: <c>links</c>, <c>verdicts</c>.</param>
    /// <param name="source">The service that has it.</param>
    /// <param name="watch">Opens the stream.</param>
    /// <param name="table">What the feed becomes here.</param>
    /// <param name="keepMissing">From a held-back snapshot, what it says is applied and what it lacks is kept.</param>
    public static WebApplicationBuilder AddFeedFollower(
        this WebApplicationBuilder builder,
        ServiceEnvironment environment,
        string follower,
        string name,
        string source,
        Func<GrpcChannel, WatchRequest, CancellationToken, AsyncServerStreamingCall<FeedFrame>> watch,
        Func<IServiceProvider, IFeedTable> table,
        bool keepMissing = false)
    {
        var options = new FeedFollowerOptions(name, follower, source, Path.Combine(environment.DataDirectory, "feeds", follower), watch, keepMissing);
        builder.Services.AddKeyedSingleton(name, (services, _) => new FeedFollower(
            options,
            services.GetRequiredService<IServiceHandlers>(),
            table(services),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<FeedFollower>>()));
        // AddHostedService would take a second follower for the first one's double, and leave it out.
        builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredKeyedService<FeedFollower>(name));
        return builder;
    }
}
