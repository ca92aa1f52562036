using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tautan.Gateway.Addresses;
using Tautan.Platform.Discovery;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;
using Tautan.Platform.Resilience;

namespace Tautan.Gateway.Door;

internal static class DoorRegistration
{
    /// <summary>Adds the way to the services behind the gateway.</summary>
    public static IServiceCollection AddDoor(this IServiceCollection services, GatewayOptions options)
    {
        services.AddHttpForwarder();
        services.AddSingleton<ForwardedOrigin>();
        services.AddSingleton<DoorTransformer>();
        services.AddSingleton(provider => new RevisionWait(name => provider.GetKeyedService<FeedFollower>(name)));
        services.AddSingleton(provider => new ServiceCalls(
            provider.GetRequiredService<IServiceHandlers>(),
            provider.GetRequiredService<ServiceRestarts>(),
            TimeSpan.FromSeconds(options.RestartWaitSeconds),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ServiceCalls>>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ServiceForwarder>(provider, TimeSpan.FromSeconds(options.CallSeconds)));
        services.AddSingleton<IReadinessCheck, DoorReadiness>();
        return services;
    }
}
