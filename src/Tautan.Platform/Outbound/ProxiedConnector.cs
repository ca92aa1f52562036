using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>
/// Connects through the proxy. Names are looked up by it, and it decides what may be reached; only a host that says itself
/// that it is not public is refused here.
/// </summary>
internal sealed class ProxiedConnector(OutboundProxy proxy, HostDialer dialer, AddressGuard guard, TlsHandshake tls, TimeProvider time)
{
    /// <summary>Sets the connection's stream, or its error.</summary>
    public async Task ConnectAsync(OutboundEndpoint endpoint, OutboundConnection connection, Func<TimeSpan> left, CancellationToken cancellationToken)
    {
        if (Literal(endpoint.Host) is { } address && !guard.Check(address, endpoint.Workspace).Permitted)
        {
            connection.Fail(ConnectError.NotPublic, $"{address} is not public, and no setting opens its network.");
            return;
        }

        connection.Proxy = proxy;
        var started = time.GetTimestamp();
        var stream = await ReachAsync(connection, left, cancellationToken);
        if (stream is not null && endpoint.Tls)
        {
            var (error, detail) = await ProxyTunnel.OpenAsync(stream, endpoint, proxy, cancellationToken);
            if (error != ConnectError.None)
            {
                await stream.DisposeAsync();
                stream = null;
                connection.Fail(error, detail);
            }
        }

        connection.Connect = time.GetElapsedTime(started);
        if (stream is null) return;
        if (!endpoint.Tls)
        {
            connection.Stream = stream;
            return;
        }

        var shaking = time.GetTimestamp();
        await tls.ShakeHandsAsync(stream, endpoint, connection, cancellationToken);
        connection.Tls = time.GetElapsedTime(shaking);
    }

    // To the proxy itself, wherever that is: the operator named it.
    private async Task<Stream?> ReachAsync(OutboundConnection connection, Func<TimeSpan> left, CancellationToken cancellationToken)
    {
        var toProxy = new OutboundConnection();
        var addresses = await dialer.ResolveAsync(proxy.Host, toProxy, cancellationToken);
        var socket = toProxy.Error == ConnectError.None
            ? await dialer.TryEachAsync([.. addresses.Select(address => new AddressCheck(address, true, null))], proxy.Port, toProxy, left, cancellationToken)
            : null;
        if (socket is null)
        {
            connection.Fail(ConnectError.Proxy, $"The proxy {proxy} is not reached: {toProxy.Detail ?? toProxy.Error.ToString()}");
            return null;
        }

        var stream = new NetworkStream(socket, ownsSocket: true);
        if (!proxy.Tls) return stream;
        await tls.ShakeHandsAsync(stream, new OutboundEndpoint(proxy.Host, proxy.Port, Tls: true, Http2: false), toProxy, cancellationToken);
        if (toProxy.Stream is null) connection.Fail(ConnectError.Proxy, $"The proxy {proxy} makes no TLS session: {toProxy.Detail}");
        return toProxy.Stream;
    }

    private static IPAddress? Literal(string host)
    {
        if (IPAddress.TryParse(host.TrimEnd('.'), out var address)) return address;
        var name = host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : null;
    }
}
