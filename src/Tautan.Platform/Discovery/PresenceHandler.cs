using System.Net.Sockets;

namespace Tautan.Platform.Discovery;

/// <summary>
/// Fails a call to a service that is away before anything is set up for it. It would fail anyway; but a failure inside is written down with
/// the source lines of all its callers, and while the house starts there are many.
/// </summary>
internal sealed class PresenceHandler(ServiceAddresses addresses, string service, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => addresses.IsAway(service)
        ? Task.FromException<HttpResponseMessage>(new HttpRequestException(
            HttpRequestError.ConnectionError,
            $"There is no socket of {service} at {addresses.SocketPath(service)}.",
            new SocketException((int)SocketError.ConnectionRefused)))
        : base.SendAsync(request, cancellationToken);
}
