using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Access;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Telemetry;
using Tautan.Platform.Web;

namespace Tautan.Platform.Hosting;

/// <summary>Makes the host of a service. Whether its process has one host or ten makes no difference to it.</summary>
public static class ServiceHost
{
    /// <summary>How long a host may take to finish what is in flight.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(25);

    // New connections wait here while one process gives way to the next; the kernel allows at most net.core.somaxconn.
    private const int PublicBacklog = 4096;

    /// <exception cref="SettingsException">A setting of the service is wrong.</exception>
    /// <exception cref="CertificateException">It cannot prove itself to the others.</exception>
    public static WebApplication Build(Service service, ServiceProcess process)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tautan", ContentRootPath = process.Environment.DataDirectory });
        builder.Configuration.AddConfiguration(process.Configuration);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        AddFoundation(builder, service.Name, process);
        var identity = new ServiceIdentity(service.Name, process.Certificates, process.Time, new LoggerFactory([process.Log.For(service.Name)]).CreateLogger<ServiceIdentity>());
        builder.Services.AddSingleton(_ => identity);
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = process.InlineCompletions;
            if (!service.IsPublic)
                return;
            sockets.Backlog = PublicBacklog;
            // Else each request costs one more call of the system, to ask whether there is something to read; so an idle connection costs 4 KB.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (service.IsPublic)
                Listen(kestrel, service, process);
            else
                Listen(kestrel, service.Name, process, identity);
        });
        service.Add(builder, process.Environment);
        var app = builder.Build();
        _ = app.Services.GetRequiredService<ServiceIdentity>();
        app.UseMiddleware<FailureMiddleware>();
        if (!service.IsPublic)
        {
            app.UseRouting();
            app.UseMiddleware<CallInterceptor>();
        }

        service.Map(app);
        return app;
    }

    /// <summary>Adds what every host stands on, a service's or the operations port's.</summary>
    public static void AddFoundation(WebApplicationBuilder builder, string name, ServiceProcess process)
    {
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddSingleton(process.Time);
        services.AddSingleton(process.Urls);
        services.AddSingleton(process.Environment);
        services.AddSingleton(process.Addresses);
        services.AddSingleton<Drain>();
        services.AddSingleton(process.Restarts);
        services.AddSingleton<IServiceHandlers, ServiceHandlers>();
        services.AddSingleton<IVerificationKeys>(provider => new FetchedKeys(
            provider.GetRequiredService<IServiceHandlers>(), KeptKeys.PathOf(process.Environment.DataDirectory, name), process.Time, provider.GetRequiredService<ILogger<FetchedKeys>>()));
        services.AddSingleton(provider => new TokenReader(provider.GetRequiredService<IVerificationKeys>(), process.Urls.Issuer(), name, process.Time));
        services.AddSingleton<IHostLifetime, NoSignals>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonBody.Options.UnmappedMemberHandling;
            json.SerializerOptions.NumberHandling = JsonBody.Options.NumberHandling;
        });
        var meters = process.Meters.For(name);
        services.AddSingleton(meters);
        services.AddSingleton((IObservations)meters);
        builder.Logging.AddProvider(process.Log.For(name));
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
        // What makes a start fail is told by whoever starts the host; that a background service ended it is Critical, and is told.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        // Who forwards tells of what was not answered, in a line.
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        builder.Logging.AddFilter("Grpc", LogLevel.Error);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }

    /// <summary>Listens where the other services look for this one, with mutual TLS.</summary>
    public static void Listen(KestrelServerOptions kestrel, string name, ServiceProcess process, ServiceIdentity identity)
    {
        kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        // A peer that vanished without closing is noticed within 5 seconds, here as there.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(2);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(3);
        if (process.Listen.TryGetValue(name, out var address))
        {
            Listen(kestrel, address, Secure);
            return;
        }

        var socket = process.Addresses.SocketPath(name);
        // Whoever starts a service holds its lock: what lies here was left behind.
        File.Delete(socket);
        kestrel.ListenUnixSocket(socket, Secure);

        void Secure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(https =>
            {
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ServerCertificateSelector = (_, _) => identity.Certificate;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (certificate, _, _) => identity.Peers.IsTrusted(certificate);
            });
        }
    }

    /// <summary>Listens where health and metrics are asked for.</summary>
    public static void ListenForOperations(KestrelServerOptions kestrel, ServiceProcess process)
    {
        foreach (var socket in process.Sockets.Operations)
            kestrel.ListenHandle(socket.Handle);
        if (process.Sockets.Operations.Count == 0)
            Listen(kestrel, new Uri(process.Urls.Operations), _ => { });
    }

    private static void Listen(KestrelServerOptions kestrel, Service service, ServiceProcess process)
    {
        service.ConfigureLimits(kestrel);
        foreach (var socket in process.Sockets.Public)
            kestrel.ListenHandle(socket.Handle, listen => service.ConfigureListener(listen, socket.IsSecure));
        if (process.Sockets.Public.Count != 0)
            return;
        foreach (var url in process.Urls.PublicUris())
            Listen(kestrel, url, listen => service.ConfigureListener(listen, url.Scheme == Uri.UriSchemeHttps));
    }

    private static void Listen(KestrelServerOptions kestrel, Uri address, Action<ListenOptions> configure)
    {
        if (address.Host == "localhost")
            kestrel.ListenLocalhost(address.Port, configure);
        else
            kestrel.Listen(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port, configure);
    }

    // Signals belong to the process, which stops its hosts in order.
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
