using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>
/// A file of records, each its length, the CRC-32 of its payload, and the payload; all numbers little-endian. The base file and the change log
/// have the same form; a log belongs to the base of the same generation. <see cref="FeedFileReader"/> reads it.
/// </summary>
internal static class FeedFile
{
    public const int FrameSize = 8;
    public const int MostBytes = 16 * 1024 * 1024;
    public const int HeldSize = 1 + (3 * 8);
    public const int CommitSize = 1 + 8;
    public const int EpochAt = 2 + 16;
    public const int KeyAt = 1 + 8 + 1;
    public const int ValueAt = KeyAt + FeedKey.Size;
    public const byte Format = 1;

    public static void WriteHeader(Stream stream, Guid generation, string epoch)
    {
        var payload = new byte[EpochAt + Encoding.ASCII.GetByteCount(epoch)];
        payload[0] = (byte)FeedRecordKind.Header;
        payload[1] = Format;
        generation.TryWriteBytes(payload.AsSpan(2), bigEndian: true, out _);
        Encoding.ASCII.GetBytes(epoch, payload.AsSpan(EpochAt));
        Write(stream, payload);
    }

    public static void WriteEntry(Stream stream, in FeedEntry entry)
    {
        var length = ValueAt + entry.Value.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var payload = rented.AsSpan(0, length);
        payload[0] = (byte)FeedRecordKind.Entry;
        BinaryPrimitives.WriteUInt64LittleEndian(payload[1..], entry.Revision);
        payload[9] = entry.Deleted ? (byte)1 : (byte)0;
        entry.Key.Write(payload[KeyAt..]);
        entry.Value.Span.CopyTo(payload[ValueAt..]);
        Write(stream, payload);
        ArrayPool<byte>.Shared.Return(rented);
    }

    public static void WriteCommit(Stream stream, ulong revision)
    {
        Span<byte> payload = stackalloc byte[CommitSize];
        payload[0] = (byte)FeedRecordKind.Commit;
        BinaryPrimitives.WriteUInt64LittleEndian(payload[1..], revision);
        Write(stream, payload);
    }

    /// <summary>Writes that the snapshot in this file is held back; its epoch is the file's.</summary>
    public static void WriteHeld(Stream stream, HeldSnapshot held)
    {
        Span<byte> payload = stackalloc byte[HeldSize];
        payload[0] = (byte)FeedRecordKind.Held;
        BinaryPrimitives.WriteUInt64LittleEndian(payload[1..], held.Revision);
        BinaryPrimitives.WriteInt64LittleEndian(payload[9..], held.Removed);
        BinaryPrimitives.WriteInt64LittleEndian(payload[17..], held.Of);
        Write(stream, payload);
    }

    private static void Write(Stream stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[FrameSize];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32.HashToUInt32(payload));
        stream.Write(frame);
        stream.Write(payload);
    }
}
