using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tautan.Bench;

/// <summary>Visitors that hold a connection and ask little. Each comes back when the server has closed its connection.</summary>
/// <param name="server">Where they go, an address and a port.</param>
internal sealed class Crowd(Uri server)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IPEndPoint _server = new(IPAddress.Parse(server.Host), server.Port);
    private readonly byte[] _begin = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {server.Authority}\r\nX-Slow: ");
    private int _open;
    private int _refused;

    /// <summary>Connections that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections that could not be opened, or were closed without a byte of an answer.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Asks once and stays; or sends a byte of a header that never ends each second.</summary>
    public async Task VisitAsync(bool isSlow, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await IsAnsweredAsync(isSlow, cancellationToken)) continue;
                Interlocked.Increment(ref _refused);
                await Task.Delay(Pause, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> IsAnsweredAsync(bool isSlow, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_server, cancellationToken);
        }
        catch (SocketException)
        {
            return false;
        }

        Interlocked.Increment(ref _open);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(socket, isSlow, over.Token);
        var isAnswered = await ReadAsync(socket, cancellationToken);
        Interlocked.Decrement(ref _open);
        await over.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isAnswered;
    }

    private async Task SendAsync(Socket socket, bool isSlow, CancellationToken cancellationToken)
    {
        await socket.SendAsync(isSlow ? _begin : [.. _begin, .. "\r\n\r\n"u8], cancellationToken);
        while (isSlow)
        {
            await Task.Delay(Pause, cancellationToken);
            await socket.SendAsync("x"u8.ToArray(), cancellationToken);
        }
    }

    // Until the server closes. Whether it said anything before.
    private static async Task<bool> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        var isAnswered = false;
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
                isAnswered = true;
        }
        catch (SocketException)
        {
            // Closed while a byte was on its way.
        }

        return isAnswered;
    }
}
