using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Access;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;
using Tautan.Platform.Telemetry;

namespace Tautan.Testing.Services;

/// <summary>An installation in a temporary folder: its certificates, sockets and settings, and what is started of its services.</summary>
public sealed class TestInstallation : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-").FullName;
    private readonly List<TestHost> _hosts = [];
    private readonly Dictionary<string, TestCaller> _callers = [];

    /// <param name="settings">As in the configuration: <c>Links:Database</c>.</param>
    /// <param name="time">The clock of its services.</param>
    public TestInstallation(IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? time = null)
    {
        var data = Directory.CreateDirectory(Path.Combine(_directory, "data")).FullName;
        var sockets = Directory.CreateDirectory(Path.Combine(_directory, "run")).FullName;
        Process = new ServiceProcess
        {
            Environment = new ServiceEnvironment(data, "0.0.0-test", new HashSet<string>()),
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build(),
            Urls = new UrlsOptions { Base = "https://go.example" },
            Log = new ProcessLog(Log, json: false),
            Meters = new ProcessMeters(),
            Certificates = new CertificateFiles(Path.Combine(data, "certs")),
            Addresses = new ServiceAddresses(sockets, new Dictionary<string, Uri>()),
            Listen = new Dictionary<string, Uri>(),
            Time = time ?? TimeProvider.System,
        };
        Tokens = new TestTokens(Process.Urls.Issuer(), Process.Time);
    }

    /// <summary>What callers prove with for whom they call.</summary>
    public TestTokens Tokens { get; }

    public ServiceProcess Process { get; }

    public string DataDirectory => Process.Environment.DataDirectory;

    /// <summary>What its services logged, as text.</summary>
    public TestLog Log { get; } = new();

    /// <summary>Starts a service; it is stopped with the installation where nobody does it before.</summary>
    public async Task<TestHost> StartAsync(Service service, CancellationToken cancellationToken)
    {
        Tokens.Keep(DataDirectory, service.Name);
        WebApplication app = ServiceHost.Build(service, Process);
        var host = new TestHost(this, service.Name, app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        if (service.Name == ServiceNames.Identity && service is not ScriptedIdentity)
        {
            using var client = Client(ServiceNames.Gateway, ServiceNames.Identity);
            await Tokens.SignAsAsync(app.Services.GetRequiredService<IVerificationKeys>(), await client.GetStringAsync(TokenClaims.KeysPath, cancellationToken), cancellationToken);
        }

        lock (_hosts)
            _hosts.Add(host);
        return host;
    }

    /// <summary>Whoever has the certificate of this name.</summary>
    public TestCaller Caller(string name)
    {
        lock (_callers)
            return _callers.TryGetValue(name, out var caller) ? caller : _callers[name] = new TestCaller(this, name);
    }

    /// <summary>A client that calls a service as another one, for somebody or for itself.</summary>
    public HttpClient Client(string caller, string service, Principal? principal = null) => Caller(caller).Client(service, principal);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.AsEnumerable().Reverse())
            await host.DisposeAsync();
        foreach (var caller in _callers.Values)
            caller.Dispose();
        Process.Log.Dispose();
        Tokens.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
