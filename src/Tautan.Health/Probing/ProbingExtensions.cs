using Microsoft.Extensions.DependencyInjection;
using Tautan.Health.Parking;

namespace Tautan.Health.Probing;

internal static class ProbingExtensions
{
    /// <summary>Adds <see cref="IProber"/>. Needs what <c>AddOutbound</c> adds.</summary>
    public static IServiceCollection AddProbing(this IServiceCollection services, ProbeIdentity identity, ParkedDomains parked) => services
        .AddSingleton(identity)
        .AddSingleton(parked)
        .AddSingleton<INameServers>(_ => new DnsNameServers())
        .AddSingleton<DomainParking>()
        .AddSingleton<IProber, Prober>();
}
