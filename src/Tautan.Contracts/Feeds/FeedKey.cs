namespace Tautan.Contracts.Feeds;

/// <summary>What an entry of a feed is about: a kind, which the feed defines, and 128 bits.</summary>
public readonly record struct FeedKey(byte Kind, Bits128 Id)
{
    /// <summary>The length of a key in bytes: the kind, then the id, big-endian.</summary>
    public const int Size = 17;

    public static FeedKey Of(byte kind, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return new FeedKey(kind, Bits128.Read(bytes));
    }

    /// <exception cref="ArgumentException">There are not 17 bytes.</exception>
    public static FeedKey Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new FeedKey(bytes[0], Bits128.Read(bytes[1..]))
        : throw new ArgumentException($"A feed's key has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    public void Write(Span<byte> destination)
    {
        destination[0] = Kind;
        Id.Write(destination[1..]);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    /// <summary>The id as a UUID, where it was made from one.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Id.Write(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
