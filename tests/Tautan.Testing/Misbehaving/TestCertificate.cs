using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Tautan.Testing.Misbehaving;

/// <summary>A server's certificate with its key, and the issuers that it shows beside it.</summary>
public sealed class TestCertificate(X509Certificate2 certificate, X509Certificate2Collection issuers)
{
    public X509Certificate2 Certificate { get; } = certificate;

    internal SslServerAuthenticationOptions ServerOptions() => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(Certificate, issuers, offline: true),
        ApplicationProtocols = [SslApplicationProtocol.Http11],
    };
}
