using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Table;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;
using Tautan.Platform.Telemetry;
using Tautan.Testing.Services;

namespace Tautan.Gateway.Tests.Door;

/// <summary>A gateway as it is served, with stand-ins for Links and Health behind it, over mutual TLS on Unix sockets.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-").FullName;
    private readonly ServiceProcess _process;
    private readonly TestTokens _tokens;
    private readonly Dictionary<string, WebApplication> _running = [];

    private Installation(Dictionary<string, string?> settings, string urls, TimeProvider? time)
    {
        var certificates = new CertificateFiles(Path.Combine(_directory, "certs"));
        new CertificateAuthority(certificates, TimeProvider.System).Ensure([ServiceNames.Gateway, ServiceNames.Links, ServiceNames.Health, ServiceNames.Identity]);
        _process = new ServiceProcess
        {
            Environment = new ServiceEnvironment(_directory, "1.2.3", new HashSet<string>()),
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Urls = new UrlsOptions { Public = urls },
            Log = new ProcessLog(Log, json: false),
            Meters = new ProcessMeters(),
            Certificates = certificates,
            Addresses = new ServiceAddresses(_directory, new Dictionary<string, Uri>()),
            Listen = new Dictionary<string, Uri>(),
            Time = time ?? TimeProvider.System,
        };
        _tokens = new TestTokens(_process.Urls.Issuer(), _process.Time);
        Identity = new ScriptedIdentity(_tokens);
        Identity.Known[Key] = new Principal(WellKnown.WorkspaceId, $"key:{Guid.CreateVersion7()}", new HashSet<string> { Scopes.Admin }, Roles.Owner);
    }

    public UpstreamService Links { get; } = new(ServiceNames.Links);

    public UpstreamService Health { get; } = new(ServiceNames.Health);

    /// <summary>What was logged, as text.</summary>
    public TestLog Log { get; } = new();

    public ServiceRestarts Restarts => _process.Restarts;

    /// <summary>A key that Identity knows, of somebody who may do everything.</summary>
    public string Key { get; } = ApiKey.New();

    public ScriptedIdentity Identity { get; }

    /// <summary>Calls with the administrator's key.</summary>
    public HttpClient Client { get; private set; } = null!;

    public LinkTable Table => Gateway.GetRequiredService<LinkTable>();

    public ServedCertificates Certificates => Gateway.GetRequiredService<ServedCertificates>();

    public IServiceProvider Gateway => _running[ServiceNames.Gateway].Services;

    /// <summary>Where the gateway listens, in the order of its URLs.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. Gateway.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];

    public static async Task<Installation> StartAsync(Dictionary<string, string?>? settings = null, string urls = "http://127.0.0.1:0", TimeProvider? time = null)
    {
        var installation = new Installation(settings ?? [], urls, time);
        await installation.StartAsync(installation.Links);
        await installation.StartAsync(installation.Health);
        await installation.StartAsync(installation.Identity);
        await installation.StartAsync(new GatewayService());
        installation.Client = installation.NewClient();
        installation.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", installation.Key);
        return installation;
    }

    public FeedFollower Follower(string feed) => Gateway.GetRequiredKeyedService<FeedFollower>(feed);

    /// <summary>Waits until the gateway has what a stand-in's feed has said.</summary>
    public async Task HasAsync(UpstreamService service, ulong revision)
    {
        var feed = service.Name == ServiceNames.Links ? "links" : "verdicts";
        (await Follower(feed).WaitForAsync(service.Feed.Epoch, revision, TimeSpan.FromSeconds(30), CancellationToken.None)).ShouldBeTrue();
    }

    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Addresses[0] };

    public async Task StopAsync(string service)
    {
        if (_running.Remove(service, out var app))
            await app.DisposeAsync();
    }

    /// <summary>Stops a service as SIGTERM does: what is in flight is finished.</summary>
    public async Task DrainAsync(string service)
    {
        await _running[service].StopAsync();
        await StopAsync(service);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync(ServiceNames.Gateway);
        foreach (var service in _running.Keys.ToList())
            await StopAsync(service);
        _process.Log.Dispose();
        _tokens.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where a service listens: a socket that whoever wants may take while the service is stopped.</summary>
    public string SocketPath(string service) => _process.Addresses.SocketPath(service);

    public IReadOnlyList<string> Readiness() => [.. Gateway.GetServices<IReadinessCheck>().SelectMany(check => check.Check().Reasons)];

    public async Task StartAsync(Service service)
    {
        var app = ServiceHost.Build(service, _process);
        _running.Add(service.Name, app);
        await app.StartAsync();
    }
}
