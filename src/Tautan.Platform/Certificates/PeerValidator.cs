using System.Security.Cryptography.X509Certificates;

namespace Tautan.Platform.Certificates;

/// <summary>Whether a peer's certificate was issued by this installation's CA, and for whom.</summary>
/// <param name="authorities">The CA's certificate; several while one is being replaced.</param>
/// <param name="time">The clock by which a certificate is valid.</param>
public sealed class PeerValidator(X509Certificate2Collection authorities, TimeProvider time)
{
    /// <summary>Of this CA, and valid now.</summary>
    public bool IsTrusted(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    /// <summary>Trusted, and the peer's one name is this service's.</summary>
    public bool IsService(X509Certificate? certificate, string service) =>
        certificate is X509Certificate2 peer && ServiceCertificate.NameOf(peer) == service && IsTrusted(peer);
}
