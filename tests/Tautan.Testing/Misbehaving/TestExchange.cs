using System.Net.Sockets;
using System.Text;

namespace Tautan.Testing.Misbehaving;

/// <summary>One request and the connection it came on.</summary>
public sealed class TestExchange(TestRequest request, Socket socket, Stream stream, CancellationToken stopped)
{
    public TestRequest Request { get; } = request;

    public Stream Stream { get; } = stream;

    /// <summary>Cancelled when the site stops.</summary>
    public CancellationToken Stopped { get; } = stopped;

    /// <summary>Whether the connection may take another request; set by an answer that ended as it should.</summary>
    public bool KeepAlive { get; set; }

    public async Task WriteAsync(string text)
    {
        await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), Stopped);
        await Stream.FlushAsync(Stopped);
    }

    public Task HangAsync() => Task.Delay(Timeout.Infinite, Stopped);

    /// <summary>Sends a TCP reset instead of an orderly end.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
