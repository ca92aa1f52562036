using System.Net;
using Tautan.Contracts.Access;

namespace Tautan.Gateway.Access;

/// <summary>What Identity gave for a key or a token: a token that all services believe from this gateway, and what it says.</summary>
/// <param name="Token">For the services; bound to this gateway's certificate.</param>
/// <param name="Principal">For whom it is.</param>
/// <param name="IssuedAt">By Identity's clock.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Networks">From where it may be used; empty: from everywhere.</param>
internal sealed record Grant(string Token, Principal Principal, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>The key that it was given for; null: it was a person's token.</summary>
    public Guid? Key => Principal.Subject.StartsWith("key:", StringComparison.Ordinal) && Guid.TryParse(Principal.Subject.AsSpan(4), out var id) ? id : null;

    /// <summary>Whether it may be used from an address; one that is unknown is in no network.</summary>
    public bool Allows(IPAddress? address)
    {
        if (Networks.Count == 0)
            return true;
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Networks.Any(network => network.Contains(plain));
    }
}
