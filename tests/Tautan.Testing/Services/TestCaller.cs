using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts.Access;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;

namespace Tautan.Testing.Services;

/// <summary>Whoever has a certificate of the installation, a service's name or another one in it.</summary>
public sealed class TestCaller : IServiceHandlers, IDisposable
{
    private readonly ServiceIdentity _identity;
    private readonly ServiceAddresses _addresses;
    private readonly TestInstallation _installation;
    private readonly ConcurrentDictionary<string, SocketsHttpHandler> _handlers = new();

    internal TestCaller(TestInstallation installation, string name)
    {
        _identity = new ServiceIdentity(name, installation.Process.Certificates, TimeProvider.System, NullLogger<ServiceIdentity>.Instance);
        _addresses = installation.Process.Addresses;
        _installation = installation;
    }

    public HttpMessageHandler For(string service) => _handlers.GetOrAdd(service, name => new SocketsHttpHandler
    {
        ConnectCallback = (_, cancellationToken) => _addresses.ConnectAsync(name, cancellationToken),
        SslOptions = _identity.ClientOptions(name),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
    });

    /// <summary>Connects to a service of another installation, with this one's certificate. The caller's to dispose.</summary>
    public SocketsHttpHandler HandlerTo(TestInstallation installation, string service) => new()
    {
        ConnectCallback = (_, cancellationToken) => installation.Process.Addresses.ConnectAsync(service, cancellationToken),
        SslOptions = new SslClientAuthenticationOptions
        {
            TargetHost = service,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => _identity.Certificate,
            RemoteCertificateValidationCallback = installation.Caller(service)._identity.ClientOptions(service).RemoteCertificateValidationCallback,
        },
        UseProxy = false,
    };

    /// <summary>Connects as this caller does, and shows no certificate. The caller's to dispose.</summary>
    public SocketsHttpHandler HandlerWithoutCertificate(string service) => new()
    {
        ConnectCallback = (_, cancellationToken) => _addresses.ConnectAsync(service, cancellationToken),
        SslOptions = new SslClientAuthenticationOptions
        {
            TargetHost = service,
            RemoteCertificateValidationCallback = _identity.ClientOptions(service).RemoteCertificateValidationCallback,
        },
        UseProxy = false,
    };

    public GrpcChannel Channel(string service) => GrpcChannel.ForAddress(
        $"https://{service}", new GrpcChannelOptions { HttpHandler = For(service), DisposeHttpClient = false, MaxReceiveMessageSize = 16 * 1024 * 1024 });

    /// <summary>A token for somebody that is bound to this caller's certificate.</summary>
    public string TokenFor(Principal principal) => _installation.Tokens.For(principal, _identity.Certificate);

    public HttpClient Client(string service, Principal? principal) => new(new PrincipalHandler(_installation.Tokens, _identity, principal, For(service)), disposeHandler: false)
    {
        BaseAddress = new Uri($"https://{service}"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public void Dispose()
    {
        foreach (var handler in _handlers.Values)
            handler.Dispose();
        _identity.Dispose();
    }
}
