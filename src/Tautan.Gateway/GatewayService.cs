using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Gateway.Access;
using Tautan.Gateway.Documentation;
using Tautan.Gateway.Door;
using Tautan.Gateway.Feeds;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Redirecting;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway;

/// <summary>The public door: redirects from its own copy of links and verdicts, and the way to everything else.</summary>
public sealed class GatewayService : Service
{
    public override string Name => ServiceNames.Gateway;

    public override bool IsPublic => true;

    public override IReadOnlyList<SettingsSection> Settings => [new(GatewayOptions.Section, typeof(GatewayOptions))];

    /// <inheritdoc/>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        var options = Platform.Hosting.Settings.Get<GatewayOptions>(builder.Configuration, GatewayOptions.Section);
        var urls = Platform.Hosting.Settings.Get<UrlsOptions>(builder.Configuration, UrlsOptions.Section);
        options.Validate();
        builder.Services.AddListening(options);
        builder.Services.AddRedirects(options, urls.BaseUri());
        builder.Services.AddDoor(options);
        builder.AddAccess(environment);
        builder.Services.AddSingleton<FeedAccept>();
        AddFeeds(builder, environment);
    }

    public override void ConfigureLimits(KestrelServerOptions server)
    {
        ServerLimits.Set(server.Limits, server.ApplicationServices.GetRequiredService<GatewayOptions>().Limits);
        Framing.MakeStrict(server);
    }

    public override void ConfigureListener(ListenOptions listen, bool isSecure) => ListeningRegistration.Configure(listen, isSecure);

    public override void Map(WebApplication app)
    {
        GatewayObservations.Register(app.Services);
        app.UseRouting();
        app.UseMiddleware<AuthenticationMiddleware>();
        app.MapGateway();
        app.MapDocumentation();
        app.MapDoor();
    }

    private void AddFeeds(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        builder.Services.AddSingleton<LinkTableFeed>();
        builder.Services.AddSingleton<VerdictTableFeed>();
        builder.AddFeedFollower(
            environment,
            Name,
            FeedNames.Links,
            ServiceNames.Links,
            (channel, request, cancellationToken) => new LinkFeed.LinkFeedClient(channel).Watch(request, cancellationToken: cancellationToken),
            services => services.GetRequiredService<LinkTableFeed>());
        builder.AddFeedFollower(
            environment,
            Name,
            FeedNames.Verdicts,
            ServiceNames.Health,
            (channel, request, cancellationToken) => new VerdictFeed.VerdictFeedClient(channel).Watch(request, cancellationToken: cancellationToken),
            services => services.GetRequiredService<VerdictTableFeed>(),
            keepMissing: true);
        foreach (var name in FeedNames.All)
        {
            builder.Services.AddSingleton<IReadinessCheck>(services =>
            {
                var follower = services.GetRequiredKeyedService<FeedFollower>(name);
                return new FeedReadiness(name, () => follower.Status, services.GetRequiredService<TimeProvider>(), isNeeded: name == FeedNames.Links);
            });
        }
    }
}
