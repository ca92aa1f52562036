using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tautan.Gateway.Addresses;

/// <summary>
/// Who asks: the peer, or, where the peer is a trusted proxy, the last address of <c>X-Forwarded-For</c> that is none; of <c>Forwarded</c> (RFC 7239)
/// where the former is not there.
/// </summary>
internal sealed class VisitorAddress(AddressSet trustedProxies)
{
    /// <summary>The visitor's address; null where the peer has none.</summary>
    public IPAddress? Of(IFeatureCollection features, IHeaderDictionary headers)
    {
        var peer = (features as IHttpConnectionFeature ?? features.Get<IHttpConnectionFeature>())?.RemoteIpAddress;
        if (!trustedProxies.Contains(peer))
            return peer;
        return headers["X-Forwarded-For"].ToString() is { Length: > 0 } header ? Forwarded(header, peer) : Hop(headers, peer).Address;
    }

    /// <summary>The visitor's address.</summary>
    /// <param name="peer">Who is at the other end of the connection; null where it has no address.</param>
    /// <param name="forwardedFor">The header <c>X-Forwarded-For</c>, ASCII.</param>
    public IPAddress? Of(IPAddress? peer, ReadOnlySpan<byte> forwardedFor) =>
        trustedProxies.Contains(peer) ? Forwarded(Encoding.ASCII.GetString(forwardedFor), peer) : peer;
    /// <summary>What the first trusted proxy said in <c>Forwarded</c>; empty where the peer is none, or <c>X-Forwarded-For</c> speaks for it.</summary>
    public ForwardedHop HopOf(IPAddress? peer, IHeaderDictionary headers) =>
        trustedProxies.Contains(peer) && headers["X-Forwarded-For"].Count == 0 ? Hop(headers, peer).Hop : default;

    /// <summary>Whether what the peer says about the request before it may be believed.</summary>
    public bool IsTrusted(IPAddress? peer) => trustedProxies.Contains(peer);

    private IPAddress? Forwarded(string header, IPAddress? address)
    {
        for (var rest = header.AsSpan(); !rest.IsEmpty;)
        {
            var comma = rest.LastIndexOf(',');
            var hop = rest[(comma + 1)..].Trim();
            rest = comma < 0 ? default : rest[..comma];

            // What is no address ends what can be believed.
            if (!TryParse(hop, out var parsed))
                return address;
            address = parsed;
            if (!trustedProxies.Contains(address))
                return address;
        }

        return address;
    }

    private (IPAddress? Address, ForwardedHop Hop) Hop(IHeaderDictionary headers, IPAddress? address)
    {
        var told = default(ForwardedHop);
        var header = headers["Forwarded"].ToString();
        foreach (var hop in header.Length == 0 ? [] : ForwardedHop.Parse(header).Reverse())
        {
            told = hop;
            if (!TryParse(hop.For, out var parsed))
                break;
            address = parsed;
            if (!trustedProxies.Contains(address))
                break;
        }

        return (address, told);
    }

    private static bool TryParse(ReadOnlySpan<char> hop, out IPAddress? address)
    {
        if (IPAddress.TryParse(hop, out address) && !hop.Contains('['))
            return true;
        address = null;
        if (!IPEndPoint.TryParse(hop, out var endPoint))
            return false;
        address = endPoint.Address;
        return true;
    }
}
