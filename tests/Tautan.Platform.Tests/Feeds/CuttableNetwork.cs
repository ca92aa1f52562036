using System.Net.Sockets;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>
/// Stands between a service's socket and who connects to it. A connection that is cut stays open on both sides, and nothing comes through any
/// more, as when a machine between them vanished; a new one goes through.
/// </summary>
internal sealed class CuttableNetwork : IAsyncDisposable
{
    private readonly string _real;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();
    private int _connections;

    /// <param name="path">The service's socket; it listens already.</param>
    public CuttableNetwork(string path)
    {
        _real = path + ".real";
        File.Move(path, _real);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>How many came so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public void Cut() => Interlocked.Exchange(ref _cut, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        Cut();
        await _accepting;
        _listener.Dispose();
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_over.Token);
                var service = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                _sockets.AddRange([client, service]);
                await service.ConnectAsync(new UnixDomainSocketEndPoint(_real), _over.Token);
                Interlocked.Increment(ref _connections);
                var cut = _cut.Token;
                _ = ForwardAsync(client, service, cut);
                _ = ForwardAsync(service, client, cut);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async Task ForwardAsync(Socket from, Socket to, CancellationToken cut)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer, cut) is > 0 and var read)
                await to.SendAsync(buffer.AsMemory(0, read), cut);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
