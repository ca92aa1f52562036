using System.Net;

namespace Tautan.Platform.Outbound;

/// <summary>What the guard says about an address.</summary>
/// <param name="Address">The address itself; an IPv4-mapped one as IPv4.</param>
/// <param name="Permitted">It may be connected to.</param>
/// <param name="AllowedNetwork">The setting that opens it; null where it is public, or not permitted.</param>
public readonly record struct AddressCheck(IPAddress Address, bool Permitted, IPNetwork? AllowedNetwork);
