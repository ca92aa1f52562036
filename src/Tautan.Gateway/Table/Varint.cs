namespace Tautan.Gateway.Table;

/// <summary>Small numbers in few bytes: seven bits each, the lowest first, the eighth says that more follow.</summary>
internal static class Varint
{
    public const int MaxLength = 5;

    /// <summary>How many bytes a number takes.</summary>
    public static int LengthOf(int value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : MaxLength;

    public static int Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    public static void Write(Span<byte> bytes, ref int at, int value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes[at++] = (byte)(value | 0x80);
        bytes[at++] = (byte)value;
    }
}
