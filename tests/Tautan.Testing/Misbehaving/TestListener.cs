using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tautan.Testing.Misbehaving;

/// <summary>A listening socket and the connections that came through it; disposed of, all are gone.</summary>
internal sealed class TestListener : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly Socket _socket;
    private readonly Task _accepting;

    public TestListener(IPEndPoint endPoint, Func<Socket, CancellationToken, Task> serve)
    {
        _socket = Bind(endPoint);
        _socket.Listen(512);
        _accepting = AcceptAsync(serve);
    }

    /// <summary>
    /// A socket that has the port and does not listen: connections are refused. Another may be bound to the same port
    /// and listen, and while it does not, the port is lost to nobody.
    /// </summary>
    public static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

        // SO_REUSEADDR alone; the portable option sets SO_REUSEPORT as well, which would let strangers share the port.
        var (solSocket, soReuseAddress) = OperatingSystem.IsMacOS() ? (0xffff, 4) : (1, 2);
        socket.SetRawSocketOption(solSocket, soReuseAddress, BitConverter.GetBytes(1));
        socket.Bind(endPoint);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _socket.Dispose();
        await _accepting;
        foreach (var (socket, _) in _connections) socket.Dispose();
        await Task.WhenAll(_connections.Values);
        _stopped.Dispose();
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> serve)
    {
        try
        {
            while (true)
            {
                var connection = await _socket.AcceptAsync(_stopped.Token);
                _connections[connection] = ServeAsync(connection, serve);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // It was stopped.
        }
    }

    private async Task ServeAsync(Socket connection, Func<Socket, CancellationToken, Task> serve)
    {
        await Task.Yield();
        try
        {
            await serve(connection, _stopped.Token);
        }
        catch (Exception)
        {
            // The client went away, or does not like our certificate, or the site was stopped: what tests are about.
        }
        finally
        {
            connection.Dispose();
        }
    }
}
