using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

internal enum FeedRecordKind : byte
{
    /// <summary>First in a file: format, generation, epoch.</summary>
    Header = 1,
    Entry = 2,

    /// <summary>What came before is whole up to this revision.</summary>
    Commit = 3,

    /// <summary>In a base file: what came before was held back as far as it removes.</summary>
    Held = 4,
}

/// <summary>A record as it was read.</summary>
internal readonly record struct FeedRecord(FeedRecordKind Kind, long Offset, int Length, FeedEntry Entry, ulong Revision, Guid Generation, string Epoch, HeldSnapshot? Held = null);

/// <summary>
/// A file of records, each its length, the CRC-32 of its payload, and the payload; all numbers little-endian. The base file and the change log
/// have the same form; a log belongs to the base of the same generation.
/// </summary>
internal static class FeedFile
{
    public const int FrameSize = 8;
    private const byte Format = 1;
    private const int MostBytes = 16 * 1024 * 1024;
    private const int HeldSize = 1 + (3 * 8);
    private const int EntryHead = 1 + 8 + 1 + FeedKey.Size;

    public static void WriteHeader(Stream stream, Guid generation, string epoch)
    {
        var epochBytes = Encoding.ASCII.GetBytes(epoch);
        var payload = new byte[2 + 16 + epochBytes.Length];
        payload[0] = (byte)FeedRecordKind.Header;
        payload[1] = Format;
        generation.TryWriteBytes(payload.AsSpan(2), bigEndian: true, out _);
        epochBytes.CopyTo(payload, 18);
        Write(stream, payload);
    }

    /// <returns>The bytes written, frame included.</returns>
    public static int WriteEntry(Stream stream, in FeedEntry entry)
    {
        var length = EntryHead + entry.Value.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var payload = rented.AsSpan(0, length);
        payload[0] = (byte)FeedRecordKind.Entry;
        BinaryPrimitives.WriteUInt64LittleEndian(payload[1..], entry.Revision);
        payload[9] = entry.Deleted ? (byte)1 : (byte)0;
        entry.Key.Write(payload[10..]);
        entry.Value.Span.CopyTo(payload[EntryHead..]);
        Write(stream, payload);
        ArrayPool<byte>.Shared.Return(rented);
        return FrameSize + length;
    }

    public static int WriteCommit(Stream stream, ulong revision)
    {
        Span<byte> payload = stackalloc byte[9];
        payload[0] = (byte)FeedRecordKind.Commit;
        BinaryPrimitives.WriteUInt64LittleEndian(payload[1..], revision);
        Write(stream, payload);
        return FrameSize + payload.Length;
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

    /// <summary>Reads records until the end or until one is not whole; the stream then stands after the last whole one.</summary>
    public static IEnumerable<FeedRecord> Read(Stream stream)
    {
        var frame = new byte[FrameSize];
        while (true)
        {
            var offset = stream.Position;
            if (stream.ReadAtLeast(frame, FrameSize, throwOnEndOfStream: false) < FrameSize)
                yield break;
            var length = BinaryPrimitives.ReadInt32LittleEndian(frame);
            if (length is <= 0 or > MostBytes || length > stream.Length - stream.Position)
                yield break;
            var payload = new byte[length];
            stream.ReadExactly(payload);
            if (Crc32.HashToUInt32(payload) != BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(4)) || Parse(payload, offset) is not { } record)
                yield break;
            yield return record;
        }
    }

    /// <summary>Reads one entry again.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static FeedEntry ReadAt(FileStream file, long offset)
    {
        Span<byte> frame = stackalloc byte[FrameSize];
        if (RandomAccess.Read(file.SafeFileHandle, frame, offset) != FrameSize || BinaryPrimitives.ReadInt32LittleEndian(frame) is not (> 0 and <= MostBytes and var length))
            throw new InvalidDataException($"{file.Name} is damaged at {offset}.");
        var payload = new byte[length];
        if (RandomAccess.Read(file.SafeFileHandle, payload, offset + FrameSize) != length
            || Crc32.HashToUInt32(payload) != BinaryPrimitives.ReadUInt32LittleEndian(frame[4..])
            || Parse(payload, offset) is not { Kind: FeedRecordKind.Entry } record)
        {
            throw new InvalidDataException($"{file.Name} is damaged at {offset}.");
        }

        return record.Entry;
    }

    private static FeedRecord? Parse(byte[] payload, long offset) => (FeedRecordKind)payload[0] switch
    {
        FeedRecordKind.Header when payload.Length >= 18 && payload[1] == Format =>
            new(FeedRecordKind.Header, offset, payload.Length, default, 0, new Guid(payload.AsSpan(2, 16), bigEndian: true), Encoding.ASCII.GetString(payload.AsSpan(18))),
        FeedRecordKind.Entry when payload.Length >= EntryHead =>
            new(FeedRecordKind.Entry, offset, payload.Length, new FeedEntry(FeedKey.Read(payload.AsSpan(10, FeedKey.Size)), BinaryPrimitives.ReadUInt64LittleEndian(payload.AsSpan(1)), payload[9] == 1, payload.AsMemory(EntryHead)), 0, default, ""),
        FeedRecordKind.Commit when payload.Length == 9 =>
            new(FeedRecordKind.Commit, offset, payload.Length, default, BinaryPrimitives.ReadUInt64LittleEndian(payload.AsSpan(1)), default, ""),
        FeedRecordKind.Held when payload.Length == HeldSize =>
            new(FeedRecordKind.Held, offset, payload.Length, default, 0, default, "", new HeldSnapshot(
                "",
                BinaryPrimitives.ReadUInt64LittleEndian(payload.AsSpan(1)),
                BinaryPrimitives.ReadInt64LittleEndian(payload.AsSpan(9)),
                BinaryPrimitives.ReadInt64LittleEndian(payload.AsSpan(17)))),
        _ => null,
    };

    private static void Write(Stream stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[FrameSize];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32.HashToUInt32(payload));
        stream.Write(frame);
        stream.Write(payload);
    }
}
