using System.Net;
using System.Security.Cryptography.X509Certificates;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Platform.Tests.Outbound;

/// <summary>A way out with a resolver, allowed networks and roots of the test's own.</summary>
internal sealed class Wire
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Wire(IEnumerable<string>? allowed = null, IResolver? resolver = null, TestCertificates? trusted = null)
    {
        var roots = new X509Certificate2Collection();
        if (trusted is not null) roots.ImportFromPemFile(trusted.RootPath);
        var guard = AddressGuard.Opening((allowed ?? []).Select(IPNetwork.Parse));
        Connector = new OutboundConnector(resolver ?? Resolver, guard, new TrustedRoots(roots), TimeProvider.System);
        Handlers = new OutboundHandlers(Connector);
    }

    public ScriptedResolver Resolver { get; } = new();

    public OutboundConnector Connector { get; }

    public OutboundHandlers Handlers { get; }

    public Task<OutboundConnection> ConnectAsync(string url, TimeSpan? timeout = null) =>
        Connector.ConnectAsync(OutboundEndpoint.Of(new Uri(url)), timeout ?? Patience, TestContext.Current.CancellationToken);
}
