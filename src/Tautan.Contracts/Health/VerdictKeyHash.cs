using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tautan.Contracts.Feeds;

namespace Tautan.Contracts.Health;

/// <summary>The first 128 bits of SHA-256 over texts, each after its length in UTF-8 (32 bits, big-endian). Without garbage where they are short.</summary>
internal ref struct VerdictKeyHash
{
    private const int LongestGuid = 32;
    private const int LongestNumber = 11;

    private Span<byte> _bytes;
    private byte[]? _rented;
    private int _at;

    /// <param name="scratch">Used as long as it is long enough.</param>
    public VerdictKeyHash(Span<byte> scratch) => _bytes = scratch;

    public void Add(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Take(utf8.Length));
        End(utf8.Length);
    }

    public void Add(string text) => End(Encoding.UTF8.GetBytes(text, Take(Encoding.UTF8.GetMaxByteCount(text.Length))));

    /// <summary>32 hexadecimal digits.</summary>
    public void Add(Guid id)
    {
        id.TryFormat(Take(LongestGuid), out var written, "N");
        End(written);
    }

    public void Add(int number)
    {
        number.TryFormat(Take(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
        End(written);
    }

    /// <summary>The hash of all that was added. The last thing that is asked of it.</summary>
    public readonly Bits128 Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes[.._at], hash);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        return Bits128.Read(hash);
    }

    private Span<byte> Take(int length)
    {
        var needed = _at + sizeof(int) + length;
        if (needed > _bytes.Length)
            Grow(needed);
        return _bytes.Slice(_at + sizeof(int), length);
    }

    private void End(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes[_at..], length);
        _at += sizeof(int) + length;
    }

    private void Grow(int needed)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        _bytes[.._at].CopyTo(rented);
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        _bytes = _rented = rented;
    }
}
