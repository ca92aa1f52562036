namespace Tautan.Platform.Hosting;

/// <summary>Knows from memory which domains visitors are served at; for whoever makes certificates as they are asked for.</summary>
public interface IServedDomains
{
    /// <summary>Whether a name is that of a registered and verified domain, or of the installation itself.</summary>
    /// <param name="host">As a TLS client asks for it (RFC 6066 §3), in either form of an international name.</param>
    bool Serves(string host);
}
