using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Links.Bulk;
using Tautan.Links.Changing;
using Tautan.Links.Creating;
using Tautan.Links.Deleting;
using Tautan.Links.Domains;
using Tautan.Links.Domains.Verification;
using Tautan.Links.Exporting;
using Tautan.Links.Feed;
using Tautan.Links.History;
using Tautan.Links.Importing;
using Tautan.Links.Listing;
using Tautan.Links.Pages;
using Tautan.Links.QrCodes;
using Tautan.Links.Reading;
using Tautan.Links.Tagging;
using Tautan.Links.Upgrading;
using Tautan.Links.Verdicts;
using Tautan.Links.Writing;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;
using Tautan.Platform.Outbound;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links;

/// <summary>Links and domains: the truth about them, and their feed.</summary>
public sealed class LinksService : Service
{
    public override string Name => ServiceNames.Links;

    public override IReadOnlyList<SettingsSection> Settings { get; } = [new(LinksOptions.Section, typeof(LinksOptions)), new(OutboundOptions.Section, typeof(OutboundOptions))];

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        var options = Platform.Hosting.Settings.Get<LinksOptions>(builder.Configuration, LinksOptions.Section);
        builder.AddDatabase<LinksDb, SqliteLinksDb, PostgresLinksDb>(environment, Name, options.Database);
        builder.Services.AddHostedService<OriginHosts>();
        builder.Services.AddHostedService<DefaultDomain>();
        builder.AddFeedSource<LinksDb>();
        builder.Services.AddSingleton<VerdictTable>();
        builder.AddFeedFollower(
            environment,
            Name,
            "verdicts",
            ServiceNames.Health,
            (channel, request, cancellationToken) => new VerdictFeed.VerdictFeedClient(channel).Watch(request, cancellationToken: cancellationToken),
            services => services.GetRequiredService<VerdictTable>(),
            keepMissing: true);
        builder.Services.AddSingleton<SlugGrowth>();
        builder.Services.AddSingleton<LinkWriter>();
        builder.Services.AddSingleton<LinkChanger>();
        builder.Services.AddSingleton<LinkDeleter>();
        builder.Services.AddSingleton<BulkWork>();
        builder.Services.AddSingleton<LinkViews>();
        builder.Services.AddSingleton<DomainViews>();
        builder.Services.AddSingleton(options.Apps());
        builder.Services.AddSingleton<KnownOrigins>();
        var resolvers = options.ResolverEndpoints();
        builder.Services.AddSingleton(new TextRecords(resolvers));
        builder.Services.AddSingleton<Proof>();
        builder.AddOutbound();
        builder.Services.AddSingleton(services => OutboundIdentity.Of(environment.Version, services.GetRequiredService<UrlsOptions>()));
        builder.Services.AddSingleton<OutboundFetcher>();
        builder.Services.AddSingleton<PageFetcher>();
        builder.Services.AddSingleton<PageStore>();
        builder.Services.AddSingleton<ImportStore>();
        builder.Services.AddSingleton<ImportBatch>();
        builder.Services.AddSingleton<ImportSignal>();
        builder.Services.AddHostedService<ImportRunner>();
        if (options.FetchPages)
            builder.Services.AddHostedService<PageWorker>();
    }

    public override void Map(WebApplication app)
    {
        app.MapGrpcService<LinkFeedEndpoint>().AllowCallers(ServiceNames.Gateway, ServiceNames.Health);
        app.MapCreateLink();
        app.MapBulkCreate();
        app.MapBulkChange();
        app.MapBulkDelete();
        app.MapListLinks();
        app.MapGetLink();
        app.MapChangeLink();
        app.MapDeleteLink();
        app.MapReadHistory();
        app.MapImports();
        app.MapExportLinks();
        app.MapRefreshPage();
        app.MapLinkQrCode();
        app.MapListTags();
        app.MapChangeTag();
        app.MapReadDomains();
        app.MapCreateDomain();
        app.MapChangeDomain();
        app.MapDeleteDomain();
        app.MapVerifyDomain();
    }
}
