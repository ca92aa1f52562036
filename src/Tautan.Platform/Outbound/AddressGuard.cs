using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>
/// Says which addresses a server may connect to: public ones, and those in <see cref="OutboundOptions.AllowedNetworks"/>.
/// It is asked about the very address of the connection, never about a name.
/// </summary>
/// <param name="allowedNetworks">Networks that are opened; the first that fits is the one that is named.</param>
public sealed class AddressGuard(IEnumerable<IPNetwork> allowedNetworks)
{
    private readonly IPNetwork[] _allowed = [.. allowedNetworks];

    public AddressCheck Check(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IsPublic(plain)) return new AddressCheck(plain, true, null);

        foreach (var network in _allowed)
        {
            if (network.Contains(plain)) return new AddressCheck(plain, true, network);
        }

        return new AddressCheck(plain, false, null);
    }

    /// <summary>
    /// Whether the address belongs to a host on the public internet: in no IANA special-purpose range, no multicast, no
    /// broadcast, no zone. Forms that carry an IPv4 address (IPv4-mapped, NAT64) are judged by it.
    /// </summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetwork) return !IsIn(SpecialNetworks.IPv4, address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return false;

        // A zone names a link of this machine (RFC 4007 §11).
        if (address.ScopeId != 0) return false;
        if (SpecialNetworks.Nat64.Contains(address)) return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return SpecialNetworks.GlobalUnicast.Contains(address) && !IsIn(SpecialNetworks.IPv6, address);
    }

    private static bool IsIn(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }
}
