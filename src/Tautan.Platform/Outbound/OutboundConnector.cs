using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>
/// Makes every connection of a server to the outside: looks the name up, asks the guard about each address, connects to
/// those very addresses and to nothing else, and makes the TLS session. No name is looked up twice for one connection,
/// so that an answer that changes in between (DNS rebinding) changes nothing.
/// </summary>
public sealed class OutboundConnector(IResolver resolver, AddressGuard guard, TrustedRoots roots, TimeProvider time)
{
    /// <summary>A name may have any number of addresses; more than this many are no better chance.</summary>
    private const int MaxAttempts = 8;

    private readonly TlsHandshake _tls = new(roots);

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

        var addresses = await ResolveAsync(endpoint.Host, connection, linked.Token);
        cancellationToken.ThrowIfCancellationRequested();
        if (connection.Error != ConnectError.None) return connection;

        var checks = Array.ConvertAll(addresses, address => guard.Check(address, endpoint.Workspace));
        var permitted = Array.FindAll(checks, check => check.Permitted);
        if (permitted.Length == 0)
        {
            return connection.Fail(ConnectError.NotPublic, $"{checks[0].Address} is not public, and no setting opens its network.");
        }

        var connecting = time.GetTimestamp();
        var socket = await TryEachAsync(permitted, endpoint.Port, connection, () => timeout - time.GetElapsedTime(started), linked.Token);
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

    private async Task<IPAddress[]> ResolveAsync(string host, OutboundConnection connection, CancellationToken cancellationToken)
    {
        // As inet_aton reads it (127.1, 0x7f000001, 017700000001): the spelling does not matter, the address is checked.
        if (IPAddress.TryParse(host, out var literal)) return [literal];

        var started = time.GetTimestamp();
        try
        {
            var addresses = await resolver.ResolveAsync(host, cancellationToken);
            if (addresses.Length == 0) connection.Fail(ConnectError.Dns, "The name has no address.");
            return addresses;
        }
        catch (OperationCanceledException)
        {
            connection.Fail(ConnectError.Dns, "The name was not looked up in time.");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            connection.Fail(ConnectError.Dns, e.Message);
        }
        finally
        {
            connection.Dns = time.GetElapsedTime(started);
        }

        return [];
    }

    /// <summary>Tries one after the other, each for its share of the time that is left, so that a dead first address leaves time for a living second.</summary>
    private async Task<Socket?> TryEachAsync(
        AddressCheck[] addresses, int port, OutboundConnection connection, Func<TimeSpan> left, CancellationToken cancellationToken)
    {
        var attempts = Math.Min(addresses.Length, MaxAttempts);
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var (address, _, network) = addresses[attempt];
            var share = left() / (attempts - attempt);
            if (attempt > 0 && (share <= TimeSpan.Zero || cancellationToken.IsCancellationRequested)) break;

            var (socket, error, detail) = await TcpAttempt.ConnectAsync(address, port, share, time, cancellationToken);
            if (socket is null && !TellsMore(error, connection.Error)) continue;

            (connection.Address, connection.AllowedNetwork) = (address, network);
            connection.Fail(error, detail);
            if (error == ConnectError.None) return socket;
        }

        return null;
    }

    /// <summary>"Unreachable" is what every IPv6 address is on a machine without IPv6: any other error tells more.</summary>
    private static bool TellsMore(ConnectError error, ConnectError known) =>
        known is ConnectError.None or ConnectError.Unreachable || (error is not ConnectError.Unreachable && known is ConnectError.ConnectTimeout);
}
