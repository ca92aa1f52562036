using Microsoft.Extensions.DependencyInjection;
using Tautan.Health.Parking;

namespace Tautan.Health.Probing;

internal static class ProbingExtensions
{
    // A new connection at least every 10th probe: DNS and TLS are really tested, and none is held between the probes of one URL.
    private const int MostUses = 10;
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);

    /// <summary>Adds <see cref="IProber"/>. Needs what <c>AddOutbound</c> adds.</summary>
    public static IServiceCollection AddProbing(this IServiceCollection services, ProbeIdentity identity, ParkedDomains parked) => services
        .AddSingleton(identity)
        .AddSingleton(parked)
        .AddSingleton<INameServers>(_ => new DnsNameServers())
        .AddSingleton<DomainParking>()
        .AddSingleton(provider => new ConnectionShelf(MostUses, LongestIdle, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IProber, Prober>();
}
