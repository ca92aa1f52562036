using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>
/// Makes every connection of a server to the outside: looks the name up, asks the guard about each address, connects to
/// those very addresses and to nothing else, and makes the TLS session. No name is looked up twice for one connection,
/// so that an answer that changes in between (DNS rebinding) changes nothing. With a proxy it connects to that, which
/// takes the guard's place.
/// </summary>
/// <param name="resolver">Looks names up.</param>
/// <param name="guard">Says what may be connected to.</param>
/// <param name="roots">Trusted beside the system's.</param>
/// <param name="time">The clock.</param>
/// <param name="proxy">Null: there is none.</param>
public sealed class OutboundConnector(IResolver resolver, AddressGuard guard, TrustedRoots roots, TimeProvider time, OutboundProxy? proxy = null)
{
    private readonly HostDialer _dialer = new(resolver, time);
    private readonly TlsHandshake _tls = new(roots);
    private readonly ProxiedConnector? _proxied = proxy is null ? null : new ProxiedConnector(proxy, new HostDialer(resolver, time), guard, new TlsHandshake(roots), time);

    /// <summary>Connects. What goes wrong is told in the result.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="timeout">For look-up, connection and handshake together.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<OutboundConnection> ConnectAsync(OutboundEndpoint endpoint, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connection = new OutboundConnection();
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);

        if (_proxied is not null)
        {
            await _proxied.ConnectAsync(endpoint, connection, () => timeout - time.GetElapsedTime(started), linked.Token);
            if (!cancellationToken.IsCancellationRequested) return connection;
            connection.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
        }

        var addresses = await _dialer.ResolveAsync(endpoint.Host, connection, linked.Token);
        cancellationToken.ThrowIfCancellationRequested();
        if (connection.Error != ConnectError.None) return connection;

        var checks = Array.ConvertAll(addresses, address => guard.Check(address, endpoint.Workspace));
        var permitted = Array.FindAll(checks, check => check.Permitted);
        if (permitted.Length == 0)
        {
            return connection.Fail(ConnectError.NotPublic, $"{checks[0].Address} is not public, and no setting opens its network.");
        }

        var connecting = time.GetTimestamp();
        var socket = await _dialer.TryEachAsync(permitted, endpoint.Port, connection, () => timeout - time.GetElapsedTime(started), linked.Token);
        connection.Connect = time.GetElapsedTime(connecting);
        if (socket is null)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The address that may not be tried might be the one that works: that is no failure, it is not known.
            return permitted.Length == checks.Length
                ? connection
                : connection.Fail(ConnectError.NotPublic, "Its public addresses do not answer; it has others that no setting opens.");
        }

        var stream = new NetworkStream(socket, ownsSocket: true);
        if (!endpoint.Tls)
        {
            connection.Stream = stream;
            return connection;
        }

        var shaking = time.GetTimestamp();
        await _tls.ShakeHandsAsync(stream, endpoint, connection, linked.Token);
        connection.Tls = time.GetElapsedTime(shaking);
        if (cancellationToken.IsCancellationRequested)
        {
            connection.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return connection;
    }
}
