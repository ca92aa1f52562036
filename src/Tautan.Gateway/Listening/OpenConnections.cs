using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.InteropServices;
using Tautan.Gateway.Addresses;

namespace Tautan.Gateway.Listening;

/// <summary>How many connections are open, in all and by address.</summary>
internal sealed class OpenConnections
{
    // Behind one address of these stand many visitors: the machine itself, a container network, a carrier (RFC 6598).
    private static readonly string[] Shared =
        ["127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"];

    private readonly Dictionary<UInt128, int> _byAddress = [];
    private readonly LimitOptions _limits;
    private readonly AddressSet _shared;
    private readonly Counter<long> _refused;
    private int _open;

    public OpenConnections(LimitOptions limits, IEnumerable<IPNetwork> trustedProxies, IMeterFactory meters)
    {
        _limits = limits;
        _shared = new AddressSet(Shared.Select(text => AddressSet.TryParse(text, out var network) ? network : throw new FormatException(text)).Concat(trustedProxies));
        _refused = meters.Create(GatewayMeter.Name).CreateCounter<long>(
            "tautan.gateway.connections.refused", "{connection}", "Connections that were closed as they came, by reason.");
    }

    public int Count => Volatile.Read(ref _open);

    /// <summary>Addresses of which at least one connection is counted.</summary>
    public int Addresses
    {
        get
        {
            lock (_byAddress)
                return _byAddress.Count;
        }
    }

    /// <summary>Counts one more, unless there are too many; who got true leaves once.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= _limits.Connections)
            return true;
        Interlocked.Decrement(ref _open);
        Refuse("connections");
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    /// <summary>Counts one more of an address, unless it has too many; who got true leaves once, with the same key.</summary>
    public bool TryEnter(UInt128 key)
    {
        if (key == default)
            return true;
        lock (_byAddress)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_byAddress, key, out _);
            if (count < _limits.ConnectionsPerAddress)
            {
                count++;
                return true;
            }
        }

        Refuse("address");
        return false;
    }

    public void Leave(UInt128 key)
    {
        if (key == default)
            return;
        lock (_byAddress)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_byAddress, key) == 0)
                _byAddress.Remove(key);
        }
    }

    /// <summary>Says that a connection was closed as it came.</summary>
    /// <param name="reason">A word.</param>
    public void Refuse(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>What a visitor's connections are counted under: the address, of IPv6 its /64; nothing where they are not counted.</summary>
    public UInt128 KeyOf(EndPoint? peer)
    {
        if (peer is not IPEndPoint { Address: var address } || _shared.Contains(address))
            return default;
        var number = AddressSet.NumberOf(address);
        return number >> 32 == 0xFFFF ? number : number >> 64 << 64;
    }
}
