using Grpc.Net.Client;

namespace Tautan.Platform.Discovery;

/// <summary>How a service calls another one: HTTP/2 with mutual TLS. The URL's host is the service's name.</summary>
public interface IServiceHandlers
{
    /// <summary>A handler whose every connection goes to this service, wherever the URL points. Shared; not to be disposed.</summary>
    HttpMessageHandler For(string service);

    /// <summary>A channel to this service. Shared; not to be disposed.</summary>
    GrpcChannel Channel(string service);
}
