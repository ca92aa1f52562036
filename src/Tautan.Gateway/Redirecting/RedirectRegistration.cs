using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Clicks;
using Tautan.Gateway.Logging;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Redirecting;

internal static class RedirectRegistration
{
    /// <summary>Adds redirects in front of the server that is registered.</summary>
    /// <param name="services">Where an <see cref="IServer"/> is registered by its type, as Kestrel is.</param>
    /// <param name="options">The gateway's settings.</param>
    /// <param name="baseHost">The installation's own host.</param>
    /// <exception cref="InvalidOperationException">There is no such server.</exception>
    public static IServiceCollection AddRedirects(this IServiceCollection services, GatewayOptions options, string baseHost)
    {
        services.AddSingleton<DomainTable>();
        services.AddSingleton<VerdictTable>();
        services.AddSingleton<LinkTable>();
        services.AddSingleton<Resolver>();
        services.AddSingleton(new AdminHosts([.. options.AdminHosts], baseHost));
        services.AddSingleton(new VisitorAddress(options.TrustedProxySet()));
        services.AddSingleton<IClickSink, CountingClickSink>();
        services.AddSingleton<ClickWriter>();
        services.AddSingleton(provider => new Redirector(
            provider.GetRequiredService<Resolver>(),
            provider.GetRequiredService<AdminHosts>(),
            provider.GetRequiredService<VisitorAddress>(),
            options.DenySet(),
            provider.GetRequiredService<ClickWriter>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddAccessLog(options).WrapServer();
    }

    private static IServiceCollection AddAccessLog(this IServiceCollection services, GatewayOptions options)
    {
        if (options.AccessLog == "off")
            return services;
        var path = options.AccessLogFile is { Length: > 0 } file ? Path.GetFullPath(file) : null;
        services.AddSingleton(provider => new AccessLog(options.AccessLog == "json", path, provider.GetRequiredService<ILogger<AccessLog>>()));
        return services.AddSingleton<AccessRecorder>();
    }

    private static IServiceCollection WrapServer(this IServiceCollection services)
    {
        var registered = services.LastOrDefault(service => service.ServiceType == typeof(IServer));
        if (registered?.ImplementationType is not { } type)
            throw new InvalidOperationException("Kestrel must be registered before redirects are put in front of it.");
        services.Remove(registered);
        services.AddSingleton<IServer>(provider => new RedirectingServer(
            (IServer)ActivatorUtilities.CreateInstance(provider, type),
            provider.GetRequiredService<Redirector>(),
            provider.GetService<AccessRecorder>()));
        return services;
    }
}
