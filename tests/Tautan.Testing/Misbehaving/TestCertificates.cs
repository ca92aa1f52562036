using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tautan.Testing.Misbehaving;

/// <summary>
/// A certificate authority of the test's own, whose root lies in a PEM file for <c>Outbound:TrustedCertificates</c>.
/// Certificates are for 127.0.0.1, 127.0.0.2, ::1, localhost and *.tautan.test, unless they are for another name.
/// </summary>
public sealed class TestCertificates : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-ca-").FullName;
    private readonly List<X509Certificate2> _made = [];
    private readonly X509Certificate2 _root;

    public TestCertificates()
    {
        _root = Keep(MakeRoot("Tautan test root"));
        RootPath = Path.Combine(_directory, "root.pem");
        File.WriteAllText(RootPath, _root.ExportCertificatePem());
    }

    /// <summary>The root's PEM file.</summary>
    public string RootPath { get; }

    /// <summary>One that is good for those who trust the root.</summary>
    public TestCertificate Good() => Issue(_root, Names());

    /// <summary>Good, by way of an issuer in between that the server shows.</summary>
    public TestCertificate GoodByIntermediate()
    {
        var issuer = MakeIntermediate();
        return new TestCertificate(Sign(issuer, Names(), Days(-1), Days(30)), [issuer]);
    }

    /// <summary>The same, but the server forgets to show the issuer in between.</summary>
    /// <param name="fetchFrom">Where the certificate says that the issuer can be fetched (RFC 5280 §4.2.2.1).</param>
    public TestCertificate WithoutIntermediate(string? fetchFrom = null) =>
        new(Sign(MakeIntermediate(), Names(), Days(-1), Days(30), fetchFrom), []);

    /// <summary>One that ended yesterday.</summary>
    public TestCertificate Expired() => Issue(_root, Names(), Days(-30), Days(-1));

    /// <summary>One that begins tomorrow.</summary>
    public TestCertificate NotYetValid() => Issue(_root, Names(), Days(1), Days(30));

    /// <summary>One for another name.</summary>
    public TestCertificate WrongName()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("somebody-else.example");
        return Issue(_root, names);
    }

    /// <summary>One of an authority that nobody knows.</summary>
    public TestCertificate UnknownAuthority() => Issue(Keep(MakeRoot("Nobody's root")), Names());

    public void Dispose()
    {
        foreach (var certificate in _made) certificate.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private TestCertificate Issue(X509Certificate2 issuer, SubjectAlternativeNameBuilder names, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        new(Sign(issuer, names, from ?? Days(-1), to ?? Days(30)), []);

    private static SubjectAlternativeNameBuilder Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.Parse("127.0.0.2"));
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("*.tautan.test");
        return names;
    }

    private static X509Certificate2 MakeRoot(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Authority(name, key).CreateSelfSigned(Days(-365), Days(365));
    }

    private X509Certificate2 MakeIntermediate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = Authority("Tautan test intermediate", key).Create(_root, Days(-300), Days(300), Serial());
        return Keep(signed.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private X509Certificate2 Sign(X509Certificate2 issuer, SubjectAlternativeNameBuilder names, DateTimeOffset from, DateTimeOffset to, string? fetchFrom = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Tautan test site", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        if (fetchFrom is not null) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [fetchFrom]));
        using var signed = request.Create(issuer, from, to, Serial());
        return Keep(signed.CopyWithPrivateKey(key));
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        return serial;
    }

    private static DateTimeOffset Days(int days) => DateTimeOffset.UtcNow.AddDays(days);
}
