using System.Collections.Concurrent;
using Grpc.Net.Client;
using Tautan.Platform.Certificates;

namespace Tautan.Platform.Discovery;

internal sealed class ServiceHandlers(ServiceAddresses addresses, ServiceIdentity identity) : IServiceHandlers, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageHandler>> _handlers = new();
    private readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> _channels = new();

    public HttpMessageHandler For(string service) => _handlers.GetOrAdd(service, name => new Lazy<HttpMessageHandler>(() => new PresenceHandler(addresses, name, Create(name)))).Value;

    public GrpcChannel Channel(string service) => _channels.GetOrAdd(service, name => new Lazy<GrpcChannel>(() =>
        GrpcChannel.ForAddress($"https://{name}", new GrpcChannelOptions
        {
            HttpHandler = For(name),
            DisposeHttpClient = false,
            MaxReceiveMessageSize = 16 * 1024 * 1024,
        }))).Value;

    public void Dispose()
    {
        foreach (var channel in _channels.Values.Where(channel => channel.IsValueCreated))
            channel.Value.Dispose();
        foreach (var handler in _handlers.Values.Where(handler => handler.IsValueCreated))
            handler.Value.Dispose();
    }

    private SocketsHttpHandler Create(string service) => new()
    {
        ConnectCallback = (_, cancellationToken) => addresses.ConnectAsync(service, cancellationToken),
        SslOptions = identity.ClientOptions(service),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        EnableMultipleHttp2Connections = true,
        // A peer that vanished without closing is noticed within 5 seconds.
        KeepAlivePingDelay = TimeSpan.FromSeconds(2),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(3),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        PooledConnectionLifetime = TimeSpan.FromHours(1),
    };
}
