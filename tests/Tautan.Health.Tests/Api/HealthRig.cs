using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Tests.Fakes;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;
using Tautan.Platform.Telemetry;
using Tautan.Testing.Services;

namespace Tautan.Health.Tests.Api;

/// <summary>The real service, with its database, its listener and mutual TLS, beside a feed of links that the test writes.</summary>
internal sealed class HealthRig : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-health-").FullName;
    private readonly ServiceProcess _process;
    private readonly ProcessLog _log = new(TextWriter.Null, json: true);
    private readonly WebApplication _links;
    private readonly ServiceIdentity _gateway;
    private readonly TestTokens _tokens;
    private WebApplication? _health;

    private HealthRig(string? database, FakeLinks links)
    {
        Links = links;
        var runtime = Directory.CreateDirectory(Path.Combine(_directory, "run")).FullName;
        var certificates = new CertificateFiles(Path.Combine(_directory, "certs"));
        new CertificateAuthority(certificates, TimeProvider.System).Ensure([ServiceNames.Gateway, ServiceNames.Links, ServiceNames.Health]);
        _process = new ServiceProcess
        {
            Environment = new ServiceEnvironment(_directory, "1.2.3", new HashSet<string>()),
            Configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Outbound:AllowedNetworks:0"] = "127.0.0.0/8", ["Health:Database"] = database })
                .Build(),
            Urls = new UrlsOptions(),
            Log = _log,
            Meters = new ProcessMeters(),
            Certificates = certificates,
            Addresses = new ServiceAddresses(runtime, new Dictionary<string, Uri>()),
            Listen = new Dictionary<string, Uri>(),
        };
        _tokens = new TestTokens(_process.Urls.Issuer(), TimeProvider.System);
        _tokens.Keep(_directory, ServiceNames.Health);
        _gateway = new ServiceIdentity(ServiceNames.Gateway, certificates, TimeProvider.System, NullLogger<ServiceIdentity>.Instance);
        _links = ServiceHost.Build(Links, _process);
        _health = ServiceHost.Build(new HealthService(), _process);
        Http = Client(_gateway);
    }

    public FakeLinks Links { get; }

    /// <summary>Calls Health as the gateway does.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => _health!.Services;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="database">A connection string of PostgreSQL; null: SQLite.</param>
    /// <param name="links">A feed that several follow; null: one of its own.</param>
    public static async Task<HealthRig> StartAsync(string? database = null, FakeLinks? links = null)
    {
        var rig = new HealthRig(database, links ?? new FakeLinks());
        await rig._links.StartAsync(Cancellation);
        await rig._health!.StartAsync(Cancellation);
        return rig;
    }

    public async Task StopHealthAsync()
    {
        if (_health is null) return;
        await _health.StopAsync(CancellationToken.None);
        await _health.DisposeAsync();
        _health = null;
    }

    public async Task RestartHealthAsync()
    {
        await StopHealthAsync();
        _health = ServiceHost.Build(new HealthService(), _process);
        await _health.StartAsync(Cancellation);
    }

    public HttpClient ClientOf(string service) => Client(Identity(service));

    public static HttpRequestMessage Request(HttpMethod method, string path, Guid? workspace = null, string scopes = Scopes.Admin)
    {
        var request = new HttpRequestMessage(method, new Uri($"https://health{path}")) { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        // Who sends it says so by its certificate; the token is bound to that one.
        request.Options.Set(PrincipalHandler.Asking, new Principal(workspace ?? Sample.Workspace, "key:test", scopes.Split(' ').ToHashSet()));
        return request;
    }

    public Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, Guid? workspace = null, string scopes = Scopes.Admin) =>
        SendAsync(method, path, (object?)null, workspace, scopes);

    /// <summary>Sends a body as JSON; what is answered without a body is undefined.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body, Guid? workspace = null, string scopes = Scopes.Admin)
    {
        using var request = Request(method, path, workspace, scopes);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await Http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Asks until an answer is as expected; the test's own limit ends a wait for what never comes.</summary>
    public async Task<JsonElement> WaitForAsync(string path, Func<JsonElement, bool> expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        JsonElement body = default;
        while (!limit.IsCancellationRequested)
        {
            (_, body) = await GetAsync(path);
            if (expected(body)) return body;
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
        }

        throw new TimeoutException($"{path} never was as expected; at last it was {body}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopHealthAsync();
        await _links.StopAsync(CancellationToken.None);
        await _links.DisposeAsync();
        _gateway.Dispose();
        _tokens.Dispose();
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A channel to Health as another service has it.</summary>
    public GrpcChannel ChannelOf(string service) =>
        GrpcChannel.ForAddress("https://health", new GrpcChannelOptions { HttpHandler = Handler(Identity(service)), DisposeHttpClient = true });

    private ServiceIdentity Identity(string service) =>
        new(service, _process.Certificates, TimeProvider.System, NullLogger<ServiceIdentity>.Instance);

    private HttpClient Client(ServiceIdentity identity) => new(new PrincipalHandler(_tokens, identity, null, Handler(identity)));

    private SocketsHttpHandler Handler(ServiceIdentity identity) => new()
    {
        ConnectCallback = (_, cancellationToken) => _process.Addresses.ConnectAsync(ServiceNames.Health, cancellationToken),
        SslOptions = identity.ClientOptions(ServiceNames.Health),
    };
}
