using System.Net;
using System.Security.Cryptography.X509Certificates;
using Tautan.Health.Probing;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

/// <summary>A prober with a resolver, allowed networks and roots of the test's own.</summary>
internal sealed class ProbeLine
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ProbeLine(IEnumerable<string>? allowed = null, TestCertificates? trusted = null)
    {
        var roots = new X509Certificate2Collection();
        if (trusted is not null) roots.ImportFromPemFile(trusted.RootPath);
        var guard = new AddressGuard((allowed ?? ["127.0.0.0/8"]).Select(IPNetwork.Parse));
        var connector = new OutboundConnector(Resolver, guard, new TrustedRoots(roots), TimeProvider.System);
        Prober = new Prober(connector, new OutboundHandlers(connector), ProbeIdentity.Of("1.2.3", new Uri("https://go.example")), TimeProvider.System);
    }

    public ScriptedResolver Resolver { get; } = new();

    public IProber Prober { get; }

    public Task<ProbeResult> ProbeAsync(string url, int? milliseconds = null) => Prober.ProbeAsync(
        new ProbeRequest(url, milliseconds is { } timeout ? TimeSpan.FromMilliseconds(timeout) : Patience),
        TestContext.Current.CancellationToken);
}
