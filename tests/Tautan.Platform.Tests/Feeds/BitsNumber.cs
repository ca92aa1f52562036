using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Tests.Feeds;

internal static class BitsNumber
{
    /// <summary>The number that a test made a key of.</summary>
    public static UInt128 Number(this Bits128 bits) => new(bits.High, bits.Low);
}
