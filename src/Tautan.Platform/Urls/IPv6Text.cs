using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Tautan.Platform.Urls;

/// <summary>IPv6 addresses as browsers write them: RFC 5952, and never with an IPv4 address at the end.</summary>
internal static class IPv6Text
{
    private const int Groups = 8;

    public static string Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var groups = new ushort[Groups];
        for (var i = 0; i < Groups; i++)
            groups[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);

        // The first of the longest runs of zeros, of two at least.
        var (start, length) = (-1, 1);
        for (var i = 0; i < Groups; i++)
        {
            var end = i;
            while (end < Groups && groups[end] == 0)
                end++;
            if (end - i > length)
                (start, length) = (i, end - i);
            i = Math.Max(i, end - 1);
        }

        return start < 0 ? Join(groups) : $"{Join(groups[..start])}::{Join(groups[(start + length)..])}";
    }

    private static string Join(ushort[] groups) => string.Join(':', groups.Select(group => group.ToString("x", CultureInfo.InvariantCulture)));
}
