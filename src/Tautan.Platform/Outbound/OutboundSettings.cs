using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Outbound;

/// <summary>Reads what <see cref="OutboundOptions"/> names.</summary>
internal static class OutboundSettings
{
    /// <exception cref="SettingsException">One is no network.</exception>
    public static AddressGuard Guard(OutboundOptions options) => new(options.AllowedNetworks.Select((text, index) =>
        AllowedNetwork.TryParse(text, out var network)
            ? network
            : throw Wrong(nameof(options.AllowedNetworks), index, text, "a network such as 10.0.0.0/8 or fd00::/8 with no bits after its prefix, or an address; with ' for ' and the ids of workspaces, separated by commas, where it is not for all")));

    /// <exception cref="SettingsException">One cannot be read, or holds no certificate.</exception>
    public static TrustedRoots Roots(OutboundOptions options)
    {
        var roots = new X509Certificate2Collection();
        for (var index = 0; index < options.TrustedCertificates.Length; index++)
        {
            var path = options.TrustedCertificates[index];
            if (Read(path, roots) is { } why)
            {
                throw Wrong(nameof(options.TrustedCertificates), index, path, $"the path of a PEM file with certificates ({why})");
            }
        }

        return new TrustedRoots(roots);
    }

    /// <summary>Null: there is none.</summary>
    /// <exception cref="SettingsException">It is no URL of a proxy. The message does not show it: it may hold a password.</exception>
    public static OutboundProxy? Proxy(OutboundOptions options)
    {
        if (string.IsNullOrEmpty(options.Proxy)) return null;
        return OutboundProxy.TryParse(options.Proxy, out var proxy)
            ? proxy
            : throw SettingsException.Of(OutboundOptions.Section, nameof(options.Proxy), "***", "the URL of a proxy such as http://proxy.example:3128, without a path");
    }

    private static string? Read(string path, X509Certificate2Collection roots)
    {
        try
        {
            var before = roots.Count;
            roots.ImportFromPemFile(path);
            return roots.Count > before ? null : "it holds none";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            return e.Message.ReplaceLineEndings(" ").TrimEnd('.');
        }
    }

    private static SettingsException Wrong(string key, int index, string value, string expected) =>
        SettingsException.Of(OutboundOptions.Section, $"{key}:{index.ToString(CultureInfo.InvariantCulture)}", value, expected);
}
