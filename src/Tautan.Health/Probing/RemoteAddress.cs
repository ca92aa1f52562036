using System.Net;

namespace Tautan.Health.Probing;

/// <summary>An address that was connected to.</summary>
/// <param name="Address">IPv4-mapped ones as IPv4.</param>
/// <param name="AllowedNetwork">The setting that opened it; null for a public address.</param>
internal sealed record RemoteAddress(IPAddress Address, IPNetwork? AllowedNetwork)
{
    public bool IsPublic => AllowedNetwork is null;

    /// <summary>Whether it says something about whether we can see the other: both public, or both in the same allowed network.</summary>
    public bool IsOfTheKindOf(RemoteAddress other) => AllowedNetwork == other.AllowedNetwork;
}
