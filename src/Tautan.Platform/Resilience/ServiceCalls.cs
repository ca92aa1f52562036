using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Resilience;

/// <summary>How calls go to the other services and come to an end whatever those do: one way a service, with a breaker of its own, that all share.</summary>
/// <param name="handlers">The connections.</param>
/// <param name="restarts">Which services are coming back.</param>
/// <param name="restartWait">How long a call waits for one that is.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where outages are told.</param>
public sealed class ServiceCalls(IServiceHandlers handlers, ServiceRestarts restarts, TimeSpan restartWait, TimeProvider time, ILogger<ServiceCalls> logger)
{
    private readonly ConcurrentDictionary<string, Way> _ways = new();

    /// <summary>The breakers of all services that were called so far.</summary>
    public IEnumerable<KeyValuePair<string, CircuitBreaker>> Breakers => _ways.Select(way => KeyValuePair.Create(way.Key, way.Value.Breaker));

    /// <summary>The way to a service. A request's <see cref="CallDeadline"/> is in its options. Shared; not to be disposed.</summary>
    public HttpMessageInvoker To(string service) => _ways.GetOrAdd(service, Make).Invoker;

    private Way Make(string service)
    {
        var breaker = new CircuitBreaker(time);
        var handler = new ServiceCallHandler(service, handlers.For(service), breaker, new ServiceOutage(service, logger), restarts, restartWait, time);
        return new Way(breaker, new HttpMessageInvoker(handler, disposeHandler: false));
    }

    private sealed record Way(CircuitBreaker Breaker, HttpMessageInvoker Invoker);
}
