using Microsoft.Extensions.DependencyInjection;

namespace Tautan.Health.Probing;

internal static class ProbingExtensions
{
    /// <summary>Adds <see cref="IProber"/>. Needs what <c>AddOutbound</c> adds.</summary>
    public static IServiceCollection AddProbing(this IServiceCollection services, ProbeIdentity identity) =>
        services.AddSingleton(identity).AddSingleton<IProber, Prober>();
}
