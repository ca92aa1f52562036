using Google.Protobuf;

namespace Tautan.Contracts;

/// <summary>UUIDs as 16 bytes, big-endian (RFC 9562 §5), as all messages carry them.</summary>
public static class GuidBytes
{
    public static ByteString ToByteString(this Guid id) => UnsafeByteOperations.UnsafeWrap(id.ToByteArray(bigEndian: true));

    /// <exception cref="ArgumentException">There are not 16 bytes.</exception>
    public static Guid ToGuid(this ByteString bytes) => new(bytes.Span, bigEndian: true);
}
