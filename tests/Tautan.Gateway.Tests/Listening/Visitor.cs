using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Tautan.Gateway.Tests.Listening;

/// <summary>A visitor down to its socket.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly Socket _socket;

    private Visitor(Socket socket)
    {
        _socket = socket;
        Stream = new NetworkStream(socket, ownsSocket: true);
    }

    public Stream Stream { get; private set; }

    public SslStream Tls => (SslStream)Stream;

    /// <summary>It takes whatever certificate it is shown.</summary>
    public static SslClientAuthenticationOptions Options(string name, params SslApplicationProtocol[] protocols) => new()
    {
        TargetHost = name,
        ApplicationProtocols = [.. protocols],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };

    public static async Task<Visitor> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port, TestContext.Current.CancellationToken);
        return new Visitor(socket);
    }

    public static async Task<Visitor> ConnectTlsAsync(Uri address, string name = "go.example", params SslApplicationProtocol[] protocols)
    {
        var visitor = await ConnectAsync(address);
        await visitor.SecureAsync(name, protocols);
        return visitor;
    }

    public async Task SecureAsync(string name, params SslApplicationProtocol[] protocols)
    {
        var tls = new SslStream(Stream);
        Stream = tls;
        await tls.AuthenticateAsClientAsync(Options(name, protocols), TestContext.Current.CancellationToken);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await Stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>All that comes until the server closes; a connection that is torn down ends it as well.</summary>
    public async Task<string> ReadAllAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await Stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) != 0;)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
        }

        return text.ToString();
    }

    /// <summary>Asks for a path on this connection and reads the answer, which must have no body or a short one.</summary>
    public async Task<string> GetAsync(string path = "/nothing")
    {
        await SendAsync($"HEAD {path} HTTP/1.1\r\nHost: go.example\r\n\r\n");
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await Stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            if (read == 0)
                break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    public void Dispose()
    {
        Stream.Dispose();
        _socket.Dispose();
    }
}
