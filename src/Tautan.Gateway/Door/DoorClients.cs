using System.Collections.Concurrent;
using Tautan.Platform.Discovery;

namespace Tautan.Gateway.Door;

/// <summary>One invoker a service, over the handler that all calls to it share.</summary>
internal sealed class DoorClients(IServiceHandlers handlers)
{
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _clients = new();

    public HttpMessageInvoker For(string service) =>
        _clients.GetOrAdd(service, name => new HttpMessageInvoker(handlers.For(name), disposeHandler: false));
}
