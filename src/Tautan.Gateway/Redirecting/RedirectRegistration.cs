using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Clicks;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Logging;
using Tautan.Gateway.Redirecting.Direct;
using Tautan.Gateway.Redirecting.Previews;
using Tautan.Gateway.Redirecting.QrCodes;
using Tautan.Gateway.Table;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Redirecting;

internal static class RedirectRegistration
{
    /// <summary>Adds redirects in front of the server that is registered.</summary>
    /// <param name="services">Where an <see cref="IServer"/> is registered by its type, as Kestrel is.</param>
    /// <param name="options">The gateway's settings.</param>
    /// <param name="baseUri">The installation's own address.</param>
    /// <exception cref="InvalidOperationException">There is no such server.</exception>
    public static IServiceCollection AddRedirects(this IServiceCollection services, GatewayOptions options, Uri baseUri)
    {
        services.AddSingleton<DomainTable>();
        services.AddSingleton<VerdictTable>();
        services.AddSingleton<LinkTable>();
        services.AddSingleton<IServedDomains>(provider => new ServedDomains(provider.GetRequiredService<LinkTable>(), baseUri));
        services.AddSingleton<Resolver>();
        services.AddSingleton(new AdminHosts([.. options.AdminHosts], baseUri.Host));
        services.AddSingleton(new VisitorAddress(options.TrustedProxySet()));
        services.AddSingleton(provider => new SecureTransport(options, provider.GetRequiredService<VisitorAddress>(), baseUri.Host));
        services.AddSingleton<Arrivals>();
        services.TryAddSingleton<Drain>();
        services.AddSingleton<IClickSink, CountingClickSink>();
        services.AddSingleton<ClickWriter>();
        services.AddSingleton(provider => new ShortUrls(provider.GetRequiredService<DomainTable>(), baseUri));
        services.AddSingleton<WellKnownAnswer>();
        services.AddSingleton<PreviewAnswer>();
        services.AddSingleton<QrCodeAnswer>();
        services.AddSingleton<ShownLinks>();
        services.AddSingleton(provider => new Redirector(
            provider.GetRequiredService<Resolver>(),
            provider.GetRequiredService<AdminHosts>(),
            provider.GetRequiredService<VisitorAddress>(),
            options.DenySet(),
            provider.GetRequiredService<ClickWriter>(),
            provider.GetRequiredService<SecureTransport>(),
            provider.GetRequiredService<WellKnownAnswer>(),
            provider.GetRequiredService<ShownLinks>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DirectRedirects(
            provider.GetRequiredService<Resolver>(),
            provider.GetRequiredService<VisitorAddress>(),
            options.DenySet(),
            provider.GetRequiredService<ClickWriter>(),
            new DirectAnswer(provider.GetRequiredService<SecureTransport>().Policy),
            provider.GetService<AccessLog>(),
            options.Limits.Headers,
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

    /// <summary>Answers plain redirects of a listener's connections ahead of the server; to be called last.</summary>
    /// <param name="listen">The listener.</param>
    /// <param name="isSecure">It speaks TLS.</param>
    public static void UseDirectRedirects(this ListenOptions listen, bool isSecure)
    {
        var services = listen.ApplicationServices;
        // What is to be asked again over TLS is not answered here.
        if (!isSecure && services.GetRequiredService<SecureTransport>().SendsToHttps)
            return;
        var (redirects, drain) = (services.GetRequiredService<DirectRedirects>(), services.GetRequiredService<Drain>());
        listen.Use(next => new DirectConnection(next, redirects, drain, listen.KestrelServerOptions.Limits.KeepAliveTimeout).OnConnectionAsync);
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
            provider.GetRequiredService<Arrivals>(),
            provider.GetRequiredService<Drain>(),
            provider.GetService<AccessRecorder>()));
        return services;
    }
}
