using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Outbound;

public static class OutboundExtensions
{
    /// <summary>
    /// Adds the guarded way out: <see cref="OutboundConnector"/> and <see cref="OutboundHandlers"/>, with the settings of
    /// <see cref="OutboundOptions.Section"/>. A test may register its own <see cref="IResolver"/>.
    /// </summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static IHostApplicationBuilder AddOutbound(this IHostApplicationBuilder builder)
    {
        var options = Settings.Get<OutboundOptions>(builder.Configuration, OutboundOptions.Section);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IResolver, SystemResolver>();
        services.AddSingleton(OutboundSettings.Guard(options));
        services.AddSingleton(OutboundSettings.Roots(options));
        var proxy = OutboundSettings.Proxy(options);
        services.AddSingleton(provider => new OutboundConnector(
            provider.GetRequiredService<IResolver>(), provider.GetRequiredService<AddressGuard>(), provider.GetRequiredService<TrustedRoots>(), provider.GetRequiredService<TimeProvider>(), proxy));
        services.AddSingleton<OutboundHandlers>();
        return builder;
    }
}
