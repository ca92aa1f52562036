using System.Net.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Gateway.Redirecting;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Listening;

internal static class ListeningRegistration
{
    /// <summary>Adds what the public listener is made of.</summary>
    /// <param name="services">With a clock and meters.</param>
    /// <param name="options">The gateway's settings.</param>
    /// <exception cref="SettingsException">A certificate cannot be served (told when the listener is made).</exception>
    public static IServiceCollection AddListening(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ServedCertificates>(provider, options.Certificates));
        services.AddSingleton<IReadinessCheck, CertificateReadiness>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<OpenConnections>(provider, options.Limits, options.TrustedProxyNetworks()));
        return services;
    }

    /// <summary>Puts what a connection goes through before its requests are read, the outermost first.</summary>
    /// <exception cref="SettingsException">There is no certificate for a listener that needs one.</exception>
    public static void Configure(ListenOptions listen, bool isSecure)
    {
        var services = listen.ApplicationServices;
        var options = services.GetRequiredService<GatewayOptions>();
        var connections = services.GetRequiredService<OpenConnections>();
        var time = services.GetRequiredService<TimeProvider>();
        listen.Protocols = isSecure ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        listen.Use(next => new ConnectionLimit(next, connections).OnConnectionAsync);
        listen.Use(next => new YoungConnection(next).OnConnectionAsync);
        if (options.ProxyProtocol)
        {
            var proxies = options.TrustedProxySet();
            listen.Use(next => new ProxyProtocol(next, proxies, options.Limits.HeaderTime, connections, time).OnConnectionAsync);
        }

        listen.Use(next => new AddressLimit(next, connections).OnConnectionAsync);
        if (isSecure)
            UseTls(listen, services.GetRequiredService<ServedCertificates>(), options.Limits.HeaderTime);
        listen.UseDirectRedirects(isSecure);
        if (isSecure)
            listen.Use(next => new GatheredAnswers(next).OnConnectionAsync);
    }

    private static void UseTls(ListenOptions listen, ServedCertificates certificates, TimeSpan patience)
    {
        if (certificates.All.Count == 0)
            throw new SettingsException("TAUTAN_Gateway__Certificates__0__Path is not set: expected the file of a certificate, for visitors speak TLS at a public address.");
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = patience,
            OnConnection = handshake => new ValueTask<SslServerAuthenticationOptions>(certificates.For(handshake.ClientHelloInfo.ServerName).Tls),
        });
    }
}
