using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tautan.Gateway.Tests.Listening;

/// <summary>Certificates as they lie on disk, in the forms in which tools leave them.</summary>
internal sealed class CertificateFolder : IDisposable
{
    public const string Password = "correct horse";

    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-tls-").FullName;

    public string PathOf(string file) => Path.Combine(_directory, file);

    /// <summary>The settings of the certificates <c>{name}.pem</c> and <c>{name}.key</c>, in this order.</summary>
    public Dictionary<string, string?> Settings(params string[] names)
    {
        var settings = new Dictionary<string, string?>();
        for (var i = 0; i < names.Length; i++)
        {
            settings[$"Gateway:Certificates:{i}:Path"] = PathOf(names[i] + ".pem");
            settings[$"Gateway:Certificates:{i}:KeyPath"] = PathOf(names[i] + ".key");
        }

        return settings;
    }

    /// <summary>Writes <c>{file}.pem</c> and <c>{file}.key</c>.</summary>
    public void Write(string file, params string[] hosts)
    {
        using var certificate = Make(DateTimeOffset.UtcNow.AddDays(60), hosts);
        Write(file, certificate);
    }

    public void Write(string file, X509Certificate2 certificate)
    {
        File.WriteAllText(PathOf(file + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf(file + ".key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Writes the same certificate in every form, and returns the settings of each.</summary>
    public Dictionary<string, string?> WriteAs(string form)
    {
        using var certificate = Make(DateTimeOffset.UtcNow.AddDays(60), "go.example");
        var key = certificate.GetECDsaPrivateKey()!;
        var path = PathOf("it");
        var settings = new Dictionary<string, string?> { ["Gateway:Certificates:0:Path"] = path };
        switch (form)
        {
            case "pem":
                File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
                break;
            case "encrypted pem":
                File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
                settings["Gateway:Certificates:0:Password"] = Password;
                break;
            case "pfx":
                File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, Password));
                settings["Gateway:Certificates:0:Password"] = Password;
                break;
            default:
                File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
                break;
        }

        return settings;
    }

    /// <summary>A certificate that signs itself.</summary>
    public static X509Certificate2 Make(DateTimeOffset ends, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hosts[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-90), ends);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
