using System.Globalization;
using System.Net;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Listening;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway;

/// <summary>The settings of the gateway, <c>TAUTAN_Gateway__…</c>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>
    /// The hosts, without port, at which the API answers and links cannot take its names. Empty: loopback addresses,
    /// <c>localhost</c> and the host of <c>TAUTAN_Urls__Base</c>.
    /// </summary>
    public IList<string> AdminHosts { get; } = [];

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of proxies whose <c>X-Forwarded-For</c> is believed. Empty: it is ignored.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Addresses or networks of visitors that are answered 403.</summary>
    public IList<string> Deny { get; } = [];

    /// <summary>The certificates with which the gateway speaks TLS, chosen by the name that a visitor asks for; the first one where none is for it.</summary>
    public IList<CertificateOptions> Certificates { get; } = [];

    /// <summary>
    /// The port at https to which plain HTTP is sent (308), 1 to 65535; 0: it is answered. What is under
    /// <c>/.well-known/acme-challenge/</c> is always answered.
    /// </summary>
    public int HttpsRedirectPort { get; set; }

    /// <summary>For how many seconds a browser shall come back over TLS alone (<c>Strict-Transport-Security</c>), up to 10 years; 0: it is not told.</summary>
    public int HstsSeconds { get; set; }

    /// <summary>Whether that is said for all names below the visited one, too.</summary>
    public bool HstsSubDomains { get; set; }

    /// <summary>Whether <see cref="TrustedProxies"/> begin every connection with a header of the PROXY protocol, version 2.</summary>
    public bool ProxyProtocol { get; set; }

    /// <summary>What visitors may take.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>How long a call to the API may take in all, in seconds; 1 to 3600. Streams may take for ever.</summary>
    public int CallSeconds { get; set; } = 60;

    /// <summary>How long a call to the API waits for a service that is being restarted, in seconds; 0 to 60.</summary>
    public int RestartWaitSeconds { get; set; } = 10;

    /// <summary>The access log: <c>off</c>, <c>combined</c> (as Apache and nginx write it) or <c>json</c> (an object a line).</summary>
    public string AccessLog { get; set; } = "off";

    /// <summary>The file of the access log, absolute or from the working directory. Empty: standard output.</summary>
    public string? AccessLogFile { get; set; }

    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    public void Validate()
    {
        for (var i = 0; i < AdminHosts.Count; i++)
        {
            if (Uri.CheckHostName(AdminHosts[i].Trim('[', ']')) == UriHostNameType.Unknown)
                throw SettingsException.Of(Section, $"{nameof(AdminHosts)}:{i}", AdminHosts[i], "a host name or an IP address, without port");
        }

        _ = Networks(nameof(TrustedProxies), TrustedProxies);
        _ = Networks(nameof(Deny), Deny);
        for (var i = 0; i < Certificates.Count; i++)
        {
            if (Certificates[i].Path.Length == 0)
                throw SettingsException.Of(Section, $"{nameof(Certificates)}:{i}:{nameof(CertificateOptions.Path)}", "", "a PEM or PFX file");
        }

        Within(nameof(HttpsRedirectPort), HttpsRedirectPort, 0, 65535);
        Within(nameof(HstsSeconds), HstsSeconds, 0, 315_360_000);
        if (ProxyProtocol && TrustedProxies.Count == 0)
            throw SettingsException.Of(Section, nameof(ProxyProtocol), "true", $"the proxies at TAUTAN_{Section}__{nameof(TrustedProxies)}__0, for nobody else is believed");
        if (AccessLog is not ("off" or "combined" or "json"))
            throw SettingsException.Of(Section, nameof(AccessLog), AccessLog, "off, combined or json");
        if (AccessLogFile is { Length: > 0 } && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(AccessLogFile))))
            throw SettingsException.Of(Section, nameof(AccessLogFile), AccessLogFile, "a file in a folder that exists");
        Within(nameof(CallSeconds), CallSeconds, 1, 3600);
        Within(nameof(RestartWaitSeconds), RestartWaitSeconds, 0, 60);
        Limits.Validate();
    }

    internal IReadOnlyList<IPNetwork> TrustedProxyNetworks() => Networks(nameof(TrustedProxies), TrustedProxies);

    internal AddressSet TrustedProxySet() => new(TrustedProxyNetworks());

    internal AddressSet DenySet() => new(Networks(nameof(Deny), Deny));

    private static void Within(string key, int value, int least, int most)
    {
        if (value < least || value > most)
            throw SettingsException.Of(Section, key, value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    private static List<IPNetwork> Networks(string key, IList<string> values)
    {
        var networks = new List<IPNetwork>();
        for (var i = 0; i < values.Count; i++)
        {
            networks.Add(AddressSet.TryParse(values[i], out var network)
                ? network
                : throw SettingsException.Of(Section, $"{key}:{i}", values[i], "an address or a network such as 10.0.0.0/8"));
        }

        return networks;
    }
}
