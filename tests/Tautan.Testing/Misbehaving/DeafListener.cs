using System.Net;
using System.Net.Sockets;

namespace Tautan.Testing.Misbehaving;

/// <summary>
/// A port whose queue of connections is full and that nobody accepts from: a connection to it hangs, as to a host
/// behind a firewall that drops.
/// </summary>
public sealed class DeafListener : IDisposable
{
    private readonly List<Socket> _sockets = [];

    private DeafListener(Socket listener)
    {
        _sockets.Add(listener);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public string Url => $"http://{EndPoint}/";

    /// <summary>Starts one, and returns when its queue is full.</summary>
    public static async Task<DeafListener> StartAsync(CancellationToken cancellationToken)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var deaf = new DeafListener(listener);
        while (await deaf.FillAsync(cancellationToken))
        {
            // Until a connection is not taken any more.
        }

        return deaf;
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMilliseconds(300));
        try
        {
            await socket.ConnectAsync(EndPoint, patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
