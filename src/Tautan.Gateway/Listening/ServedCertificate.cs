using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Tautan.Gateway.Listening;

/// <summary>
/// A certificate as visitors are shown it. The options are the same object for every handshake: what OpenSSL remembers of
/// sessions hangs on them, and without it none is resumed.
/// </summary>
internal sealed class ServedCertificate
{
    private const string CommonName = "2.5.4.3";

    /// <param name="leaf">The certificate, with its private key.</param>
    /// <param name="chain">Its issuers below the root, in any order; the certificate itself among them does not matter.</param>
    public ServedCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        Names = NamesOf(leaf);
        Ends = leaf.NotAfter.ToUniversalTime();
        Tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,
        };
    }

    /// <summary>The host names it is for; <c>*.go.example</c> is for one more label. The first one is what people know it by.</summary>
    public IReadOnlyList<string> Names { get; }

    public DateTimeOffset Ends { get; }

    public SslServerAuthenticationOptions Tls { get; }

    // RFC 6125 §6.4.4: the common name counts only where no name is given as an alternative.
    private static List<string> NamesOf(X509Certificate2 leaf)
    {
        var alternatives = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).ToList();
        return alternatives.Count != 0
            ? alternatives
            : [.. leaf.SubjectName.EnumerateRelativeDistinguishedNames().Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == CommonName).Select(name => name.GetSingleElementValue() ?? "")];
    }
}
