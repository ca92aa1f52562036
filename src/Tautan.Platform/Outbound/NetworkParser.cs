using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>Reads networks as people write them.</summary>
public static class NetworkParser
{
    private const int MappedPrefix = 96;

    /// <summary>
    /// Reads a CIDR network or a single address. An IPv4-mapped network (<c>::ffff:10.0.0.0/104</c>) becomes the IPv4 one;
    /// a zone, an IPv4 address with fewer than four parts, and bits after the prefix are refused.
    /// </summary>
    public static bool TryParse(string? text, out IPNetwork network)
    {
        network = default;
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Contains('%', StringComparison.Ordinal)) return false;

        // "10/8" would be read as 0.0.0.10/8 (as inet_aton does), which nobody means.
        var slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? trimmed : trimmed[..slash];
        if (!address.Contains(':', StringComparison.Ordinal) && address.Split('.').Length != 4) return false;

        IPNetwork parsed;
        if (slash < 0)
        {
            if (!IPAddress.TryParse(trimmed, out var single)) return false;
            parsed = new IPNetwork(single, single.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        }
        else if (!IPNetwork.TryParse(trimmed, out parsed) || !parsed.BaseAddress.Equals(IPAddress.Parse(address)))
        {
            return false;
        }

        network = parsed.BaseAddress.IsIPv4MappedToIPv6 && parsed.PrefixLength >= MappedPrefix
            ? new IPNetwork(parsed.BaseAddress.MapToIPv4(), parsed.PrefixLength - MappedPrefix)
            : parsed;
        return true;
    }
}
