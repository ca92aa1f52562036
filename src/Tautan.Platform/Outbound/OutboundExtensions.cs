using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Tautan.Platform.Outbound;

public static class OutboundExtensions
{
    /// <summary>
    /// Adds the guarded way out: <see cref="OutboundConnector"/> and <see cref="OutboundHandlers"/>, with the settings of
    /// <see cref="OutboundOptions.Section"/>. A test may register its own <see cref="IResolver"/> before.
    /// </summary>
    public static IHostApplicationBuilder AddOutbound(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OutboundOptions>().Bind(builder.Configuration.GetSection(OutboundOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IResolver, SystemResolver>();
        services.TryAddSingleton(provider => new AddressGuard(Networks(Options(provider).AllowedNetworks)));
        services.TryAddSingleton(provider => new TrustedRoots(Options(provider).TrustedCertificates));
        services.TryAddSingleton<OutboundConnector>();
        services.TryAddSingleton<OutboundHandlers>();
        return builder;
    }

    private static OutboundOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<OutboundOptions>>().Value;

    // The validator has let no other text through.
    private static IEnumerable<IPNetwork> Networks(IEnumerable<string> texts) =>
        texts.Select(text => NetworkParser.TryParse(text, out var network) ? network : throw new FormatException(text));
}
