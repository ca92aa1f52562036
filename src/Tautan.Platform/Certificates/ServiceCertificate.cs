using System.Security.Cryptography.X509Certificates;

namespace Tautan.Platform.Certificates;

/// <summary>Who a certificate of this installation speaks for.</summary>
public static class ServiceCertificate
{
    /// <summary>The one DNS name among its subject alternative names (RFC 5280 §4.2.1.6); null where there is not exactly one.</summary>
    public static string? NameOf(X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is not { } extension)
            return null;
        string? name = null;
        foreach (var candidate in extension.EnumerateDnsNames())
        {
            if (name is not null)
                return null;
            name = candidate;
        }

        return name;
    }
}
