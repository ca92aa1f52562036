using System.Buffers.Binary;
using System.IO.Hashing;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>The hash of an entry. The digest of a feed is the XOR of the hashes of all entries alive: source and follower compute it alike, change by change.</summary>
internal static class FeedHash
{
    private const int Short = 1024;

    public static UInt128 Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length + value.Length <= Short)
        {
            Span<byte> all = stackalloc byte[Short];
            key.CopyTo(all);
            value.CopyTo(all[key.Length..]);
            return XxHash128.HashToUInt128(all[..(key.Length + value.Length)]);
        }

        var hash = new XxHash128();
        hash.Append(key);
        hash.Append(value);
        return hash.GetCurrentHashAsUInt128();
    }

    public static UInt128 Of(FeedKey key, ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[FeedKey.Size];
        key.Write(bytes);
        return Of(bytes, value);
    }

    public static byte[] BytesOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Of(key, value));
        return bytes;
    }
}
