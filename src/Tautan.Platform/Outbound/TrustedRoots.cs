using System.Security.Cryptography.X509Certificates;

namespace Tautan.Platform.Outbound;

/// <summary>The roots that are trusted beside the system's, read once at start.</summary>
public sealed class TrustedRoots
{
    /// <param name="paths">PEM files.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file could not be read as PEM.</exception>
    public TrustedRoots(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            Certificates.AddRange(Read(path));
        }
    }

    internal X509Certificate2Collection Certificates { get; } = [];

    internal static X509Certificate2Collection Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return certificates;
    }
}
