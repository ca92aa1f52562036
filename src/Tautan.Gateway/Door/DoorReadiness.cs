using Tautan.Platform.Hosting;
using Tautan.Platform.Resilience;

namespace Tautan.Gateway.Door;

/// <summary>Whether the services behind the door answer those who call. Redirects need none of them.</summary>
internal sealed class DoorReadiness(ServiceCalls calls) : IReadinessCheck
{
    public Readiness Check()
    {
        var open = calls.Breakers.Where(breaker => breaker.Value.IsOpen).Select(breaker => breaker.Key).Order().ToList();
        return open.Count == 0
            ? Readiness.Ready
            : Readiness.Degraded([.. open.Select(service => $"unanswered: {service} leaves calls waiting; they are refused at once, but for one every {CircuitBreaker.Pause.Seconds} s")]);
    }
}
