using System.Security.Cryptography.X509Certificates;

namespace Tautan.Platform.Certificates;

/// <summary>
/// Where the certificates of an installation lie: <c>ca.pem</c>, <c>ca.key</c>, and a pair a service. Keys are 0600, the
/// folder is 0700. A machine that holds only its own pair and <c>ca.pem</c> works; it cannot renew.
/// </summary>
public sealed class CertificateFiles(string directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Directory => directory;

    public string AuthorityPath => Path.Combine(directory, "ca.pem");

    public string AuthorityKeyPath => Path.Combine(directory, "ca.key");

    public string PathOf(string service) => Path.Combine(directory, service + ".pem");

    public string KeyPathOf(string service) => Path.Combine(directory, service + ".key");

    /// <summary>Makes the folder, and holds it against other processes that make certificates, until disposed.</summary>
    /// <exception cref="IOException">Another process holds it for more than 15 seconds.</exception>
    public IDisposable Lock()
    {
        System.IO.Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, ".lock");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    UnixCreateMode = OwnerOnly,
                });
            }
            catch (IOException) when (attempt < 150)
            {
                Thread.CurrentThread.Join(100);
            }
        }
    }

    /// <summary>Writes a pair so that a reader finds the old one or the new one, and the key never without its owner's mode.</summary>
    public static void Write(string certificatePath, string certificatePem, string keyPath, string keyPem)
    {
        WriteOne(keyPath, keyPem, OwnerOnly);
        WriteOne(certificatePath, certificatePem, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>The authorities that are trusted; several while one is being replaced.</summary>
    /// <exception cref="CertificateException">The file is not there or holds none.</exception>
    public X509Certificate2Collection ReadAuthorities()
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(AuthorityPath);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new CertificateException($"The CA certificate {AuthorityPath} cannot be read: {exception.Message}", exception);
        }

        return authorities.Count != 0 ? authorities : throw new CertificateException($"The CA certificate {AuthorityPath} holds no certificate.");
    }

    /// <summary>The CA with its key, to issue with.</summary>
    /// <exception cref="CertificateException">It cannot be read, or the key is another one's.</exception>
    public X509Certificate2 ReadAuthorityWithKey()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(AuthorityPath, AuthorityKeyPath);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new CertificateException($"The CA cannot be read from {AuthorityPath} and {AuthorityKeyPath}: {exception.Message}", exception);
        }
    }

    /// <exception cref="CertificateException">It cannot be read.</exception>
    public X509Certificate2 ReadService(string service)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(PathOf(service), KeyPathOf(service));
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new CertificateException(
                $"The certificate of the service {service} cannot be read from {PathOf(service)}: {exception.Message} (`tautan certs` makes one where the CA's key is.)", exception);
        }
    }

    // A key that is another certificate's is told as an argument that is wrong.
    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException or ArgumentException;

    private static void WriteOne(string path, string pem, UnixFileMode mode)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(pem));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
