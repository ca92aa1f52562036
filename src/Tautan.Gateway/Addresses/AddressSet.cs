using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tautan.Gateway.Addresses;

/// <summary>Addresses by network: ranges that do not overlap, in order, found by halving. IPv4 is in here as <c>::ffff:a.b.c.d</c>.</summary>
internal sealed class AddressSet
{
    private readonly UInt128[] _firsts;
    private readonly UInt128[] _lasts;

    public AddressSet(IEnumerable<IPNetwork> networks)
    {
        var firsts = new List<UInt128>();
        var lasts = new List<UInt128>();
        foreach (var (first, last) in networks.Select(RangeOf).OrderBy(range => range.First))
        {
            if (lasts.Count != 0 && first <= lasts[^1])
            {
                lasts[^1] = UInt128.Max(lasts[^1], last);
                continue;
            }

            firsts.Add(first);
            lasts.Add(last);
        }

        _firsts = [.. firsts];
        _lasts = [.. lasts];
    }

    public bool IsEmpty => _firsts.Length == 0;

    public bool Contains(IPAddress? address)
    {
        if (IsEmpty || address is null)
            return false;
        var value = NumberOf(address);
        var at = Array.BinarySearch(_firsts, value);
        at = at >= 0 ? at : ~at - 1;
        return at >= 0 && value <= _lasts[at];
    }

    /// <summary>Reads a network (<c>10.0.0.0/8</c>) or a single address.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%', StringComparison.Ordinal))
            return false;
        network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }

    /// <summary>An address as a number; IPv4 as its mapped IPv6.</summary>
    public static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes[..10].Clear();
            bytes[10] = bytes[11] = 0xFF;
            address.TryWriteBytes(bytes[12..], out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static (UInt128 First, UInt128 Last) RangeOf(IPNetwork network)
    {
        var bits = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var free = bits - network.PrefixLength;
        var varying = free == 128 ? UInt128.MaxValue : (UInt128.One << free) - 1;
        var address = NumberOf(network.BaseAddress);
        return (address & ~varying, address | varying);
    }
}
