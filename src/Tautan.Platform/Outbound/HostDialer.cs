using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>Looks names up and makes TCP connections. Asks nobody whether it may.</summary>
internal sealed class HostDialer(IResolver resolver, TimeProvider time)
{
    /// <summary>A name may have any number of addresses; more than this many are no better chance.</summary>
    private const int MaxAttempts = 8;

    /// <summary>The addresses of a host; none, and the error in <paramref name="connection"/>, where there are none.</summary>
    public async Task<IPAddress[]> ResolveAsync(string host, OutboundConnection connection, CancellationToken cancellationToken)
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
    public async Task<Socket?> TryEachAsync(
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
