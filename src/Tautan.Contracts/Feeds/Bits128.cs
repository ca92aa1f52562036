using System.Buffers.Binary;

namespace Tautan.Contracts.Feeds;

/// <summary>
/// 128 bits that nobody counts with: ids and hashes. A <see cref="UInt128"/> would do, but no method that holds one can be
/// compiled ahead, and a follower that reads a million entries at its start would read them with code that was made in haste.
/// </summary>
/// <param name="High">The first 64 bits.</param>
/// <param name="Low">The last 64 bits.</param>
public readonly record struct Bits128(ulong High, ulong Low)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 16;

    public static Bits128 operator ^(Bits128 one, Bits128 other) => new(one.High ^ other.High, one.Low ^ other.Low);

    /// <summary>A number's bits; for tests and constants.</summary>
    public static implicit operator Bits128(UInt128 number) => new((ulong)(number >> 64), (ulong)number);

    /// <summary>Of 16 bytes or the first of more, big-endian.</summary>
    public static Bits128 Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>As 16 bytes, big-endian.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
    }
}
