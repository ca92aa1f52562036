using System.Security.Cryptography.X509Certificates;
using Tautan.Health.Parking;
using Tautan.Health.Probing;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

/// <summary>A prober with a resolver, allowed networks and roots of the test's own.</summary>
internal sealed class ProbeLine
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ProbeLine(IEnumerable<string>? allowed = null, TestCertificates? trusted = null, IResolver? resolver = null, TimeProvider? time = null, ConnectionShelf? shelf = null, OutboundProxy? proxy = null)
    {
        var clock = time ?? TimeProvider.System;
        var roots = new X509Certificate2Collection();
        if (trusted is not null) roots.ImportFromPemFile(trusted.RootPath);
        var guard = new AddressGuard((allowed ?? ["127.0.0.0/8"]).Select(text => AllowedNetwork.TryParse(text, out var network) ? network : throw new FormatException(text)));
        var connector = new OutboundConnector(resolver ?? Resolver, guard, new TrustedRoots(roots), clock, proxy);
        Prober = new Prober(connector, new OutboundHandlers(connector), ProbeIdentity.Of("1.2.3", new Uri("https://go.example")), new DomainParking(ParkedDomains.Default, new NobodyKnows(), clock), shelf, clock);
    }

    // Tests ask nobody's name servers but their own.
    private sealed class NobodyKnows : INameServers
    {
        public Task<IReadOnlyList<string>?> FindAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>?>(null);
    }

    public ScriptedResolver Resolver { get; } = new();

    public IProber Prober { get; }

    public Task<ProbeResult> ProbeAsync(string url, int? milliseconds = null) => Prober.ProbeAsync(
        new ProbeRequest(url, milliseconds is { } timeout ? TimeSpan.FromMilliseconds(timeout) : Patience),
        TestContext.Current.CancellationToken);
}
