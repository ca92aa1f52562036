using System.Buffers;
using System.Buffers.Binary;
using System.Net;

namespace Tautan.Gateway.Listening;

/// <summary>The header of the PROXY protocol, version 2, with which a proxy says on whose behalf it connects.</summary>
/// <param name="Length">Bytes of the header, those that say more about the connection (TLVs) included.</param>
/// <param name="Source">The visitor; null where the proxy speaks for itself, or does not know.</param>
internal readonly record struct ProxyHeader(int Length, IPEndPoint? Source)
{
    private const int FixedLength = 16;
    private const int Ipv4Length = 12;
    private const int Ipv6Length = 36;
    private const byte Local = 0x20;
    private const byte Proxied = 0x21;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads the header at the beginning of a connection.</summary>
    /// <param name="buffer">What has come so far.</param>
    /// <param name="header">The header, once it is there whole; null before.</param>
    /// <returns>False: this is no such header, and will be none.</returns>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out ProxyHeader? header)
    {
        header = null;
        Span<byte> bytes = stackalloc byte[FixedLength + Ipv6Length];
        var have = (int)Math.Min(buffer.Length, bytes.Length);
        buffer.Slice(0, have).CopyTo(bytes);
        bytes = bytes[..have];
        if (!Signature.StartsWith(bytes[..Math.Min(have, Signature.Length)]))
            return false;
        if (have < FixedLength)
            return true;

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if (!IsExpected(bytes[12], bytes[13], length))
            return false;
        if (buffer.Length >= FixedLength + length)
            header = new ProxyHeader(FixedLength + length, bytes[12] == Local ? null : SourceOf(bytes[13], bytes[FixedLength..]));
        return true;
    }

    // Streams over IPv4 and IPv6, and a family that the proxy does not name: what a TCP listener can be told of.
    private static bool IsExpected(byte command, byte family, int length) => command switch
    {
        Local => true,
        Proxied => family == 0 || (family == 0x11 && length >= Ipv4Length) || (family == 0x21 && length >= Ipv6Length),
        _ => false,
    };

    private static IPEndPoint? SourceOf(byte family, ReadOnlySpan<byte> addresses) => family switch
    {
        0x11 => new IPEndPoint(new IPAddress(addresses[..4]), BinaryPrimitives.ReadUInt16BigEndian(addresses[8..])),
        0x21 => new IPEndPoint(new IPAddress(addresses[..16]), BinaryPrimitives.ReadUInt16BigEndian(addresses[32..])),
        _ => null,
    };
}
