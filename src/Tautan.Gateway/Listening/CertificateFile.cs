using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tautan.Gateway.Listening;

/// <summary>A certificate as it lies on disk. Its content is what counts: links that are turned, as certbot and Kubernetes do, and clocks that go back are of no matter.</summary>
internal sealed class CertificateFile(CertificateOptions options)
{
    private static ReadOnlySpan<byte> PemBegin => "-----BEGIN"u8;

    public string Path => options.Path;

    /// <summary>What the files hold now.</summary>
    /// <exception cref="IOException">One is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    public Content Read() => new(File.ReadAllBytes(options.Path), options.KeyPath.Length == 0 ? null : File.ReadAllBytes(options.KeyPath));

    /// <summary>What visitors are shown.</summary>
    /// <exception cref="CryptographicException">It is no certificate with its key.</exception>
    /// <exception cref="ArgumentException">The key is another certificate's.</exception>
    public ServedCertificate Parse(Content content)
    {
        if (content.Certificate.AsSpan().IndexOf(PemBegin) < 0)
            return Pfx(content.Certificate);
        var pem = Encoding.UTF8.GetString(content.Certificate);
        var key = content.Key is null ? pem : Encoding.UTF8.GetString(content.Key);
        var leaf = options.Password.Length == 0 ? X509Certificate2.CreateFromPem(pem, key) : X509Certificate2.CreateFromEncryptedPem(pem, key, options.Password);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        return new ServedCertificate(leaf, chain);
    }

    private ServedCertificate Pfx(byte[] content)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(content, options.Password);
        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("There is no private key in it.");
        return new ServedCertificate(leaf, all);
    }

    /// <param name="Certificate">Of the certificate's file.</param>
    /// <param name="Key">Of the key's file; null where it has none of its own.</param>
    internal sealed record Content(byte[] Certificate, byte[]? Key)
    {
        /// <summary>The same bytes in the same files.</summary>
        public bool IsSame(Content? other) => other is not null && Certificate.AsSpan().SequenceEqual(other.Certificate) && Key.AsSpan().SequenceEqual(other.Key);
    }
}
