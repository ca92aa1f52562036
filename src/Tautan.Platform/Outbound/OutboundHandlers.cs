using System.Net;

namespace Tautan.Platform.Outbound;

/// <summary>
/// The HTTP clients for all that a server fetches from outside. Every one connects through <see cref="OutboundConnector"/>,
/// follows no redirect by itself, keeps no cookie and sends nothing that was not asked for. Bodies are
/// decompressed as they are read: read them with <see cref="BoundedBody"/>, which ends a decompression bomb.
/// </summary>
public sealed class OutboundHandlers(OutboundConnector connector)
{
    /// <summary>For a connection that a client of a handler opens itself.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A handler that opens and keeps connections as it needs them, not through a proxy; a name is looked up anew every two minutes. A
    /// failure to connect is an <see cref="HttpRequestException"/> with an <see cref="OutboundConnectException"/> inside.
    /// </summary>
    /// <param name="ignoreCertificateErrors">Takes any certificate.</param>
    public SocketsHttpHandler Create(bool ignoreCertificateErrors = false)
    {
        var handler = Configured();
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(EndpointOf(context) with { IgnoreCertificateErrors = ignoreCertificateErrors }, null, cancellationToken);
        return handler;
    }

    /// <summary>A handler for one request at a time, that starts on a connection which is already there. It owns the connection.</summary>
    /// <param name="connection">One without an error.</param>
    /// <param name="endpoint">Where that leads; another one is opened to the same.</param>
    /// <param name="reopened">Told of another connection that it opened, because a server wanted that or the first one had ended.</param>
    public SocketsHttpHandler CreateOn(OutboundConnection connection, OutboundEndpoint endpoint, Action<OutboundConnection>? reopened = null)
    {
        var handler = Configured();
        var ready = connection.Stream;
        if (connection.Proxy is { } proxy && !endpoint.Tls)
        {
            // The request names its host in whole (RFC 9112 §3.2.2). The stream is one to the proxy already, with TLS where it wants that.
            handler.UseProxy = true;
            handler.Proxy = new WebProxy($"http://{(proxy.Host.Contains(':', StringComparison.Ordinal) ? $"[{proxy.Host}]" : proxy.Host)}:{proxy.Port}") { Credentials = proxy.Credentials };
        }

        // The handler asks again when an HTTP/2 server wants the request on another connection (GOAWAY, REFUSED_STREAM).
        handler.ConnectCallback = (_, cancellationToken) =>
            Interlocked.Exchange(ref ready, null) is { } stream ? ValueTask.FromResult(stream) : ConnectAsync(endpoint, reopened, cancellationToken);
        return handler;
    }

    private static SocketsHttpHandler Configured() => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,

        // What is not wanted is not read either: the connection is closed.
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 64,

        // Strangers get no trace ids.
        ActivityHeadersPropagator = null,
    };

    private static OutboundEndpoint EndpointOf(SocketsHttpConnectionContext context) => new(
        context.DnsEndPoint.Host,
        context.DnsEndPoint.Port,
        Tls: context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps,
        Http2: context.InitialRequestMessage.Version.Major >= 2);

    private async ValueTask<Stream> ConnectAsync(OutboundEndpoint endpoint, Action<OutboundConnection>? opened, CancellationToken cancellationToken)
    {
        var connection = await connector.ConnectAsync(endpoint, ConnectTimeout, cancellationToken);
        if (connection.Stream is not null) opened?.Invoke(connection);
        return connection.Stream ?? throw new OutboundConnectException(connection.Error, connection.Detail);
    }
}
