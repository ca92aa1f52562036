using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Tautan.Testing.Misbehaving;

/// <summary>
/// A real HTTP/1.1 or HTTPS server on loopback that behaves as badly as a test wants. It answers 200 everywhere until
/// told otherwise. It keeps its port for life: stopped, it refuses connections; started again, it is the same site.
/// </summary>
public sealed class TestSite : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TestBehaviour> _behaviours = new(StringComparer.Ordinal);
    private readonly Socket _placeholder;
    private readonly List<TestRequest> _requests = [];
    private readonly SemaphoreSlim _changing = new(1);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestListener? _listener;
    private int _connections;

    private TestSite(IPEndPoint endPoint, TestCertificate? certificate)
    {
        Certificate = certificate;
        _placeholder = TestListener.Bind(endPoint);
        EndPoint = (IPEndPoint)_placeholder.LocalEndPoint!;
        _listener = Listen();
    }

    public IPEndPoint EndPoint { get; }

    public int Port => EndPoint.Port;

    /// <summary>Scheme, address and port: <c>http://127.0.0.1:40001</c>.</summary>
    public string Origin => OriginAs(EndPoint.Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{EndPoint.Address}]" : EndPoint.Address.ToString());

    /// <summary>What new connections are shown; null for HTTP.</summary>
    public TestCertificate? Certificate { get; set; }

    /// <summary>What happens on paths that have no behaviour of their own.</summary>
    public TestBehaviour Default { get; set; } = Behaviours.Answer(200, "It works.");

    /// <summary>Takes a connection over before TLS and HTTP; null: it is served.</summary>
    public Func<Socket, CancellationToken, Task>? OnConnection { get; set; }

    /// <summary>Connections that were accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests so far, in the order in which they came.</summary>
    public IReadOnlyList<TestRequest> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    /// <summary>Starts a site.</summary>
    /// <param name="certificate">For HTTPS; null: HTTP.</param>
    /// <param name="address">One of loopback's (127.0.0.2 is another host to whoever counts addresses); null: 127.0.0.1.</param>
    /// <param name="port">Only where two addresses must have the same one; 0: any that is free.</param>
    public static TestSite Start(TestCertificate? certificate = null, IPAddress? address = null, int port = 0) =>
        new(new IPEndPoint(address ?? IPAddress.Loopback, port), certificate);

    public string Url(string path = "/") => Origin + path;

    /// <summary>The same by a name, for whoever uses a <see cref="ScriptedResolver"/>.</summary>
    public string UrlAs(string host, string path = "/") => OriginAs(host) + path;

    /// <summary>Sets what happens on a path (without its query).</summary>
    public TestSite On(string path, TestBehaviour behaviour)
    {
        _behaviours[path] = behaviour;
        return this;
    }

    /// <summary>Ends as a killed process does: nothing listens, and open connections break.</summary>
    public async Task StopAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (_listener is null) return;
            await _listener.DisposeAsync();
            _listener = null;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Listens again, on the same port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await _changing.WaitAsync();
        _listener ??= Listen();
        _changing.Release();
    }

    /// <summary>Waits until this many requests have come since the site was made.</summary>
    public async Task WaitForRequestsAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_requests)
            {
                if (_requests.Count >= count) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _placeholder.Dispose();
        _changing.Dispose();
    }

    private TestListener Listen() => new(EndPoint, ServeAsync);

    private string OriginAs(string host) =>
        string.Create(CultureInfo.InvariantCulture, $"{(Certificate is null ? "http" : "https")}://{host}:{Port}");

    private async Task ServeAsync(Socket socket, CancellationToken stopped)
    {
        Interlocked.Increment(ref _connections);
        if (OnConnection is { } takeOver)
        {
            await takeOver(socket, stopped);
            return;
        }

        await using Stream plain = new NetworkStream(socket, ownsSocket: false);
        if (Certificate is not { } certificate)
        {
            await ServeRequestsAsync(socket, plain, stopped);
            return;
        }

        await using var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(certificate.ServerOptions(), stopped);
        await ServeRequestsAsync(socket, tls, stopped);
        await tls.ShutdownAsync();
    }

    private async Task ServeRequestsAsync(Socket socket, Stream stream, CancellationToken stopped)
    {
        using var reader = new TestRequestReader(stream);
        while (await reader.ReadAsync(stopped) is { } request)
        {
            Record(request);
            var path = request.Target.Split('?')[0];
            var exchange = new TestExchange(request, socket, stream, stopped);
            await _behaviours.GetValueOrDefault(path, Default)(exchange);
            if (!exchange.KeepAlive) return;
        }
    }

    private void Record(TestRequest request)
    {
        TaskCompletionSource changed;
        lock (_requests)
        {
            _requests.Add(request);
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }
}
