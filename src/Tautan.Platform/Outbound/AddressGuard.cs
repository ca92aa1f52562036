using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>
/// Says which addresses a server may connect to: public ones, and those in <see cref="OutboundOptions.AllowedNetworks"/>.
/// It is asked about the very address of the connection, never about a name.
/// </summary>
/// <param name="allowedNetworks">Networks that are opened; the first that fits is the one that is named.</param>
public sealed class AddressGuard(IEnumerable<AllowedNetwork> allowedNetworks)
{
    private readonly AllowedNetwork[] _allowed = [.. allowedNetworks];

    /// <summary>One that opens networks for everybody.</summary>
    public static AddressGuard Opening(params IEnumerable<IPNetwork> networks) => new(networks.Select(network => new AllowedNetwork(network)));

    /// <summary>Says whether an address may be connected to.</summary>
    /// <param name="address">The address.</param>
    /// <param name="workspace">On whose behalf; null: on the operator's own, for whom every network is open that is open for anybody.</param>
    public AddressCheck Check(IPAddress address, Guid? workspace = null)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IsPublic(plain)) return new AddressCheck(plain, true, null);

        foreach (var allowed in _allowed)
        {
            if (allowed.Network.Contains(plain) && allowed.IsFor(workspace)) return new AddressCheck(plain, true, allowed.Network);
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
