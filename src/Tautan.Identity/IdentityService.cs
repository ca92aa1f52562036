using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tautan.Contracts;
using Tautan.Identity.Feed;
using Tautan.Identity.Keys;
using Tautan.Identity.Pages;
using Tautan.Identity.People;
using Tautan.Identity.Reading;
using Tautan.Identity.Sessions;
using Tautan.Identity.Signing;
using Tautan.Identity.Starting;
using Tautan.Identity.Tokens;
using Tautan.Identity.Workspaces;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Identity;

/// <summary>Who may do what: people, workspaces, keys, and the tokens that all services believe.</summary>
public sealed class IdentityService : Service
{
    public override string Name => ServiceNames.Identity;

    public override IReadOnlyList<SettingsSection> Settings { get; } = [new(IdentityOptions.Section, typeof(IdentityOptions))];

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        var options = Platform.Hosting.Settings.Get<IdentityOptions>(builder.Configuration, IdentityOptions.Section);
        builder.AddDatabase<IdentityDb, SqliteIdentityDb, PostgresIdentityDb>(environment, Name, options.Database);
        builder.AddFeedSource<IdentityDb>();
        AddProtection(builder.Services, environment, isShared: !string.IsNullOrWhiteSpace(options.Database));
        builder.AddPeople();
        builder.AddTokens(environment);
        var file = AdminApiKey.Load(environment.DataDirectory);
        builder.Services.AddSingleton(file);
        builder.Services.AddSingleton<IReadinessCheck>(file);
        builder.Services.AddHostedService<FirstStart>();
        builder.Services.AddHostedService<KeyKeeping>();
        builder.Services.AddHostedService<ServiceClients>();
        builder.Services.AddHostedService<Pruning>();
    }

    public override void Map(WebApplication app)
    {
        // OpenIddict reads its requests here, after the interceptor has let the caller in.
        app.UseForwardedCalls();
        app.UseAuthentication();
        app.MapGrpcService<RevocationFeedEndpoint>().AllowCallers(ServiceNames.Gateway);
        app.MapTokens();
        app.MapOwnAnswers();
        app.MapAuthorize();
        app.MapAccountPages();
        app.MapInvitationPage();
        app.MapMe();
        app.MapWorkspaces();
        app.MapKeyEndpoints();
        app.MapMembers();
        app.MapInvitations();
        app.MapSessions();
    }

    private static void AddProtection(IServiceCollection services, ServiceEnvironment environment, bool isShared)
    {
        var protection = services.AddDataProtection().SetApplicationName("tautan");
        if (!isShared)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(environment.DataDirectory, "protection")));
            return;
        }

        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            management => management.XmlRepository = new ProtectionKeys(provider.GetRequiredService<IDbContextFactory<IdentityDb>>())));
    }
}
