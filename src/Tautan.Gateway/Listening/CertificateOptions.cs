namespace Tautan.Gateway.Listening;

/// <summary>A certificate of the public listener, <c>TAUTAN_Gateway__Certificates__0__…</c>.</summary>
public sealed class CertificateOptions
{
    /// <summary>A PEM file with the certificate and those of its issuers below the root, or a PFX file.</summary>
    public string Path { get; set; } = "";

    /// <summary>The PEM file of the private key. Empty: the key is in <see cref="Path"/>.</summary>
    public string KeyPath { get; set; } = "";

    /// <summary>Of the private key or of the PFX file. Empty: none.</summary>
    public string Password { get; set; } = "";
}
