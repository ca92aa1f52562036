using System.IO.Hashing;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>The hash of an entry. The digest of a feed is the XOR of the hashes of all entries alive: source and follower compute it alike, change by change.</summary>
internal static class FeedHash
{
    private const int Short = 1024;

    public static Bits128 Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length + value.Length <= Short)
        {
            Span<byte> all = stackalloc byte[Short];
            key.CopyTo(all);
            value.CopyTo(all[key.Length..]);
            return Of(all[..(key.Length + value.Length)]);
        }

        var hash = new XxHash128();
        hash.Append(key);
        hash.Append(value);
        Span<byte> bits = stackalloc byte[Bits128.Size];
        hash.GetCurrentHash(bits);
        return Bits128.Read(bits);
    }

    /// <summary>Of a key and a value that stand together.</summary>
    public static Bits128 Of(ReadOnlySpan<byte> entry)
    {
        Span<byte> bits = stackalloc byte[Bits128.Size];
        XxHash128.Hash(entry, bits);
        return Bits128.Read(bits);
    }

    public static Bits128 Of(FeedKey key, ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[FeedKey.Size];
        key.Write(bytes);
        return Of(bytes, value);
    }

    public static byte[] BytesOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var bytes = new byte[Bits128.Size];
        Of(key, value).Write(bytes);
        return bytes;
    }
}
