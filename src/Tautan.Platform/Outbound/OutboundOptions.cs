namespace Tautan.Platform.Outbound;

/// <summary>What a server may fetch: <c>TAUTAN_Outbound__…</c>.</summary>
public sealed class OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>
    /// Networks that are opened although they are not public: <c>10.0.0.0/8</c>, <c>fd00::/8</c>, or a single address; for
    /// some workspaces alone with their ids: <c>10.0.0.0/8 for 01900000-0000-7000-8000-000000000001</c>.
    /// What may be created as a link may then be used to look around in them.
    /// </summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>
    /// The proxy through which everything is fetched: <c>http://user:password@proxy.example:3128</c>, also https. It looks
    /// names up and decides what may be reached: it takes the place of the guard, save for hosts that are written as an
    /// address. The variables <c>HTTP_PROXY</c> and the like are not looked at.
    /// </summary>
    public string? Proxy { get; set; }

    /// <summary>Paths of PEM files with certificates that are trusted as roots beside the system's.</summary>
    public string[] TrustedCertificates { get; set; } = [];
}
