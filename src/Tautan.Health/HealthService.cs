using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Health.Baselines;
using Tautan.Health.Checking;
using Tautan.Health.Checks;
using Tautan.Health.Commands;
using Tautan.Health.Events;
using Tautan.Health.FailingBack;
using Tautan.Health.Feed;
using Tautan.Health.Finding;
using Tautan.Health.History;
using Tautan.Health.Latencies;
using Tautan.Health.Maintenance;
using Tautan.Health.Overview;
using Tautan.Health.Parking;
using Tautan.Health.Partitions;
using Tautan.Health.Probing;
using Tautan.Health.Reading;
using Tautan.Health.Seeing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Validating;
using Tautan.Health.Watching;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;
using Tautan.Platform.Outbound;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;
using Tautan.Platform.Web;

namespace Tautan.Health;

/// <summary>Probes, verdicts and history: the truth about health, and its feed.</summary>
public sealed class HealthService : Service
{
    public override string Name => ServiceNames.Health;

    public override IReadOnlyList<SettingsSection> Settings { get; } =
        [new(HealthOptions.Section, typeof(HealthOptions)), new(OutboundOptions.Section, typeof(OutboundOptions))];

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        var options = Platform.Hosting.Settings.Get<HealthOptions>(builder.Configuration, HealthOptions.Section);
        options.Validate();
        builder.Services.AddSingleton(options);
        builder.AddDatabase<HealthDb, SqliteHealthDb, PostgresHealthDb>(environment, Name, options.Database);
        builder.Services.AddHistoryTables();
        builder.AddShards<HealthDb>();
        builder.AddFeedSource<HealthDb>();
        builder.Services.AddSingleton<LinkTable>();
        builder.AddFeedFollower(
            environment,
            Name,
            Watch.LinksFeed,
            ServiceNames.Links,
            (channel, request, cancellationToken) => new LinkFeed.LinkFeedClient(channel).Watch(request, cancellationToken: cancellationToken),
            services => services.GetRequiredService<LinkTable>());
        builder.AddOutbound();
        builder.Services.AddProbing(ProbeIdentity.Of(
            environment.Version, Platform.Hosting.Settings.Get<UrlsOptions>(builder.Configuration, UrlsOptions.Section).BaseUri()), ParkedDomains.Of(options.ParkedDomains));
        builder.Services.AddSingleton<LatencyBook>();
        builder.Services.AddHostedService<LatencyWriting>();
        AddWatch(builder.Services);
        builder.Services.AddSingleton<LinkFinder>();
        builder.Services.AddSingleton<LinkHealthReader>();
        builder.Services.AddSingleton<LatencyReader>();
        builder.Services.AddSingleton<OverviewReader>();
        builder.Services.AddSingleton<Shortened>();
        builder.Services.AddSingleton<UrlProbes>();
        builder.Services.AddSingleton<ValidationDesk>();
        AddEvents(builder.Services);
        builder.Services.AddSingleton<CommandRunner>();
        builder.Services.AddSingleton<CommandTable>();
        builder.Services.AddSingleton<CommandDesk>();
        builder.Services.AddHostedService<CommandPickup>();
        builder.Services.AddSingleton<LatencyRetention>();
        builder.Services.AddHostedService<Retention>();
    }

    public override void Map(WebApplication app)
    {
        app.MapGrpcService<VerdictFeedEndpoint>().AllowCallers(ServiceNames.Gateway, ServiceNames.Links, ServiceNames.Health);
        app.MapGetHealth();
        app.MapListChecks();
        app.MapPostCheck();
        app.MapPostFailback();
        app.MapPostBaseline();
        app.MapGetLatency();
        app.MapGetOverview();
        app.MapListEvents();
        app.MapMaintenance();
        app.MapValidations();
        app.MapLiveEvents();
    }

    private static void AddEvents(IServiceCollection services)
    {
        services.AddSingleton<EventReader>();
        services.AddSingleton<EventTail>();
        services.AddHostedService(provider => provider.GetRequiredService<EventTail>());
    }

    private static void AddWatch(IServiceCollection services)
    {
        services.AddSingleton<SteadyClock>();
        services.AddSingleton<HealthMetrics>();
        services.AddSingleton<Sight>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<Sight>());
        services.AddSingleton<Watch>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<Watch>());
        services.AddHostedService(provider => provider.GetRequiredService<Watch>());
    }
}
