using System.Net;

namespace Tautan.Platform.Outbound;

/// <summary>The operating system's resolver, with its hosts file and its order of addresses (RFC 6724). Nothing is kept.</summary>
public sealed class SystemResolver : IResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(host, cancellationToken);
}
