using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tautan.Platform.Outbound;

/// <summary>Looks at the certificate of one handshake: what it says, whether it is good, and if not, why.</summary>
/// <param name="roots">Trusted beside the system's.</param>
/// <param name="takesAny">Looks, and objects to nothing.</param>
internal sealed class CertificateInspection(TrustedRoots roots, bool takesAny)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public PeerCertificate? Certificate { get; private set; }

    public ConnectError Error { get; private set; }

    public string? Detail { get; private set; }

    /// <summary>
    /// How a chain is judged. Missing issuers are not downloaded: the address to fetch them from is written in the
    /// certificate by whoever made it, and that fetch would go past the guard.
    /// </summary>
    public static X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }

    public bool Inspect(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 certificate || chain is null)
        {
            (Error, Detail) = (ConnectError.TlsFailure, "The server showed no certificate.");
            return false;
        }

        Certificate = new PeerCertificate(new DateTimeOffset(certificate.NotAfter).ToUniversalTime(), IssuerOf(certificate));
        if (takesAny) return true;
        var chainErrors = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? Errors(certificate, chain) : X509ChainStatusFlags.NoError;
        var wrongName = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);

        // In the order of what is worse, as browsers report it.
        if ((chainErrors & ~X509ChainStatusFlags.NotTimeValid) != 0)
        {
            (Error, Detail) = (ConnectError.TlsUntrusted, $"The certificate of '{IssuerOf(certificate)}' leads to no trusted root ({chainErrors}).");
        }
        else if (wrongName)
        {
            (Error, Detail) = (ConnectError.TlsWrongName, $"The certificate is for '{certificate.GetNameInfo(X509NameType.DnsName, false)}'.");
        }
        else if (chainErrors != 0)
        {
            (Error, Detail) = (ConnectError.TlsExpired, $"The certificate is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}.");
        }

        return Error == ConnectError.None;
    }

    private X509ChainStatusFlags Errors(X509Certificate2 certificate, X509Chain systemChain)
    {
        var bySystem = Flags(systemChain);

        // The platform trusts either its own roots or ours in one chain, so ours are a second look.
        if (roots.Certificates.Count == 0 || (bySystem & ~X509ChainStatusFlags.NotTimeValid) == 0) return bySystem;

        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.Certificates);
        chain.ChainPolicy.ExtraStore.AddRange(systemChain.ChainPolicy.ExtraStore);
        chain.Build(certificate);
        var byOurs = Flags(chain);
        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return (byOurs & ~X509ChainStatusFlags.NotTimeValid) == 0 ? byOurs : bySystem;
    }

    private static X509ChainStatusFlags Flags(X509Chain chain) =>
        chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);

    private static string IssuerOf(X509Certificate2 certificate)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
        return OutboundConnection.Cut(string.IsNullOrWhiteSpace(name) ? certificate.Issuer : name)!;
    }
}
