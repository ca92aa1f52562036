using System.Net;

namespace Tautan.Platform.Outbound;

/// <summary>
/// The IANA special-purpose address registries (RFC 6890 and its updates). All of them, those marked "globally
/// reachable" included: anycast relays and AS112 servers are no place where a web page lives.
/// </summary>
internal static class SpecialNetworks
{
    public static readonly IPNetwork[] IPv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),          // this network (RFC 791); Linux connects it to itself
        IPNetwork.Parse("10.0.0.0/8"),         // private (RFC 1918)
        IPNetwork.Parse("100.64.0.0/10"),      // shared, carrier-grade NAT (RFC 6598)
        IPNetwork.Parse("127.0.0.0/8"),        // loopback (RFC 1122)
        IPNetwork.Parse("168.63.129.16/32"),   // Azure's host agent: a public number that answers inside a virtual machine only
        IPNetwork.Parse("169.254.0.0/16"),     // link-local (RFC 3927), metadata services of clouds
        IPNetwork.Parse("172.16.0.0/12"),      // private (RFC 1918)
        IPNetwork.Parse("192.0.0.0/24"),       // protocol assignments (RFC 6890)
        IPNetwork.Parse("192.0.2.0/24"),       // documentation (RFC 5737)
        IPNetwork.Parse("192.31.196.0/24"),    // AS112 (RFC 7535)
        IPNetwork.Parse("192.52.193.0/24"),    // AMT (RFC 7450)
        IPNetwork.Parse("192.88.99.0/24"),     // 6to4 relay anycast (RFC 7526)
        IPNetwork.Parse("192.168.0.0/16"),     // private (RFC 1918)
        IPNetwork.Parse("192.175.48.0/24"),    // AS112 (RFC 7534)
        IPNetwork.Parse("198.18.0.0/15"),      // benchmarking (RFC 2544)
        IPNetwork.Parse("198.51.100.0/24"),    // documentation (RFC 5737)
        IPNetwork.Parse("203.0.113.0/24"),     // documentation (RFC 5737)
        IPNetwork.Parse("224.0.0.0/4"),        // multicast (RFC 5771)
        IPNetwork.Parse("240.0.0.0/4"),        // reserved (RFC 1112), limited broadcast (RFC 8190)
    ];

    /// <summary>
    /// Global unicast (RFC 4291 §2.4). What lies outside is loopback, unspecified, IPv4-compatible, IPv4-mapped and
    /// -translated, 64:ff9b:1::/48, 100::/64, 5f00::/16, unique local, link- and site-local, multicast, or not assigned yet.
    /// </summary>
    public static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Special networks inside <see cref="GlobalUnicast"/>.</summary>
    public static readonly IPNetwork[] IPv6 =
    [
        IPNetwork.Parse("2001::/23"),          // protocol assignments (RFC 2928): Teredo, benchmarking, ORCHID, DRIP, AMT
        IPNetwork.Parse("2001:db8::/32"),      // documentation (RFC 3849)
        IPNetwork.Parse("2002::/16"),          // 6to4 (RFC 3056): leads to whatever IPv4 address is inside
        IPNetwork.Parse("2620:4f:8000::/48"),  // AS112 (RFC 7534)
        IPNetwork.Parse("3fff::/20"),          // documentation (RFC 9637)
    ];

    /// <summary>NAT64's well-known prefix (RFC 6052): the IPv4 address in its last 32 bits.</summary>
    public static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
}
