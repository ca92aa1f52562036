using Tautan.Platform.Outbound;

namespace Tautan.Health.Probing;

/// <summary>A connection that a probe asks on, and that the next one may ask on again.</summary>
internal sealed class HeldConnection : IDisposable
{
    private readonly HttpMessageInvoker _client;

    public HeldConnection(OutboundEndpoint endpoint, OutboundConnection connection, OutboundHandlers handlers)
    {
        Endpoint = endpoint;
        Facts = connection;
        _client = new HttpMessageInvoker(handlers.CreateOn(connection, endpoint, again => Facts = again));
    }

    /// <summary>Where it was opened to.</summary>
    public OutboundEndpoint Endpoint { get; }

    /// <summary>What was seen when it was opened. Another one where it had broken, and the request opened it anew.</summary>
    public OutboundConnection Facts { get; private set; }

    /// <summary>Requests that were made on it.</summary>
    public int Uses { get; private set; }

    /// <summary>Since when nobody uses it; a timestamp of the clock.</summary>
    public long IdleSince { get; set; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        Uses++;
        return _client.SendAsync(message, cancellationToken);
    }

    public void Dispose()
    {
        _client.Dispose();
        Facts.Dispose();
    }
}
