using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tautan.Testing.Misbehaving;

/// <summary>A real HTTP proxy on loopback: tunnels (CONNECT) and requests in absolute form. Every name leads to 127.0.0.1.</summary>
public sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Task _serving;
    private bool _isStopped;

    public TestProxy()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The request lines that came, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Wanted as Proxy-Authorization; null: nobody is asked who he is.</summary>
    public string? Authorization { get; set; }

    /// <summary>Answered to everything; null: it does its work.</summary>
    public int? Refuses { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, true)) return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true) _ = HandleAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task HandleAsync(TcpClient client)
    {
        using var own = client;
        try
        {
            await using var stream = client.GetStream();
            while (await ReadHeadAsync(stream) is { } head)
            {
                var line = head[0];
                _asked.Enqueue(line);
                if (Refuses is { } status)
                {
                    await AnswerAsync(stream, string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n"));
                    continue;
                }

                if (Authorization is not null && !head.Contains($"Proxy-Authorization: {Authorization}"))
                {
                    await AnswerAsync(stream, "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
                    continue;
                }

                var words = line.Split(' ');
                var isTunnel = words[0] == "CONNECT";
                var url = new Uri(isTunnel ? $"https://{words[1]}" : words[1]);
                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, url.Port, _stop.Token);
                var there = server.GetStream();
                if (isTunnel) await AnswerAsync(stream, "HTTP/1.1 200 Connected\r\n\r\n");
                else await AnswerAsync(there, $"{words[0]} {url.PathAndQuery} HTTP/1.1\r\n{string.Join("\r\n", head.Skip(1).Where(field => !field.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)))}\r\n\r\n");
                await Task.WhenAny(stream.CopyToAsync(there, _stop.Token), there.CopyToAsync(stream, _stop.Token));
                return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Somebody hung up.
        }
    }

    private async Task<List<string>?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Append((char)one[0]);
        }

        return [.. head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
    }

    private async Task AnswerAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), _stop.Token);
}
