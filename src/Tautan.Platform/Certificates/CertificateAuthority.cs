using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tautan.Platform.Certificates;

/// <summary>
/// The installation's own certificate authority: ECDSA P-256, 10 years; a certificate a service, 1 year, with the
/// service's name as its one subject alternative name.
/// </summary>
public sealed class CertificateAuthority(CertificateFiles files, TimeProvider time)
{
    /// <summary>What is left of a service's certificate when it is renewed.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(60);

    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3653);
    private static readonly TimeSpan ServiceLifetime = TimeSpan.FromDays(365);

    // Clocks of machines differ, and go back.
    private static readonly TimeSpan Backdate = TimeSpan.FromDays(1);

    /// <summary>Makes what is missing or ends soon: the CA, and a certificate for each of the services.</summary>
    /// <returns>The names of what was made, <c>ca</c> among them.</returns>
    /// <exception cref="CertificateException">A certificate is needed and the CA's key is not here.</exception>
    public IReadOnlyList<string> Ensure(IEnumerable<string> services)
    {
        using var held = files.Lock();
        var made = new List<string>();
        if (!File.Exists(files.AuthorityPath))
        {
            MakeAuthority();
            made.Add("ca");
        }

        foreach (var service in services.Where(service => !IsGood(service)))
        {
            Issue(service);
            made.Add(service);
        }

        return made;
    }

    /// <summary>Whether a service's certificate is there, of this CA, for this name, and does not end soon.</summary>
    /// <exception cref="CertificateException">It cannot be read, and the CA's key is not here to make another.</exception>
    public bool IsGood(string service)
    {
        if (!File.Exists(files.PathOf(service)) || !File.Exists(files.KeyPathOf(service)))
            return false;
        var canRenew = File.Exists(files.AuthorityKeyPath);
        try
        {
            using var certificate = files.ReadService(service);
            return ServiceCertificate.NameOf(certificate) == service
                && (!canRenew || certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime > RenewBefore)
                && new PeerValidator(files.ReadAuthorities(), time).IsTrusted(certificate);
        }
        catch (CertificateException) when (canRenew)
        {
            // A crash between the writing of a key and of its certificate leaves a pair that is none: a new one is made.
            return false;
        }
    }

    private void MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Tautan CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - Backdate, now + AuthorityLifetime);
        CertificateFiles.Write(files.AuthorityPath, certificate.ExportCertificatePem() + "\n", files.AuthorityKeyPath, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private void Issue(string service)
    {
        if (!File.Exists(files.AuthorityKeyPath))
            throw new CertificateException($"The service {service} has no valid certificate in {files.Directory}, and the CA's key is not there to make one: run `tautan certs` where it is.");
        using var authority = files.ReadAuthorityWithKey();
        var begin = Later(time.GetUtcNow() - Backdate, authority.NotBefore.ToUniversalTime());
        var end = Earlier(time.GetUtcNow() + ServiceLifetime, authority.NotAfter.ToUniversalTime());
        if (begin >= end)
            throw new CertificateException($"The CA in {files.AuthorityPath} ended {end:u}: move it away, and `tautan certs` makes a new one.");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={service}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(service);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, begin, end, RandomNumberGenerator.GetBytes(16));
        CertificateFiles.Write(files.PathOf(service), certificate.ExportCertificatePem() + "\n", files.KeyPathOf(service), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    // A clock that went back must not make a certificate that begins before its CA: none is valid then.
    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
