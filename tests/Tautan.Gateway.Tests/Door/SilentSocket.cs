using System.Net.Sockets;

namespace Tautan.Gateway.Tests.Door;

/// <summary>Somebody who takes every connection and never says a word.</summary>
internal sealed class SilentSocket : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _taken = [];

    public SilentSocket(string path)
    {
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = TakeAsync();
    }

    public int Taken { get; private set; }

    /// <summary>Instead of silence: every connection is closed as soon as it is there.</summary>
    public bool Closes { get; init; }

    public void Dispose()
    {
        _listener.Dispose();
        _taken.ForEach(socket => socket.Dispose());
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync();
                Taken++;
                if (Closes)
                    socket.Dispose();
                else
                    _taken.Add(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }
}
