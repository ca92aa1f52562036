using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>One TCP connection to one address.</summary>
internal static class TcpAttempt
{
    /// <summary>Connects; the socket, or the error.</summary>
    public static async Task<(Socket? Socket, ConnectError Error, string? Detail)> ConnectAsync(
        IPAddress address, int port, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var share = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, port), linked.Token);
            return (socket, ConnectError.None, null);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            return (null, ConnectError.ConnectTimeout, $"{address} did not answer in time.");
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return (null, Classify(e.SocketErrorCode), $"{address}: {e.Message}");
        }
    }

    private static ConnectError Classify(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ConnectError.Refused,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => ConnectError.Reset,
        SocketError.TimedOut => ConnectError.ConnectTimeout,
        _ => ConnectError.Unreachable,
    };
}
