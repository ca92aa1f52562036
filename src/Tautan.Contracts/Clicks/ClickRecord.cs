using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Tautan.Contracts.Clicks;

/// <summary>
/// A click as bytes, version 1, as it is spooled, streamed and stored. Numbers are little-endian, ids are UUIDs of 16
/// bytes, big-endian (RFC 9562 §5), texts are UTF-8.
/// </summary>
/// <remarks>
/// <code>
///   0  u8   version, 1            16  i64  time, ms since 1970     88  16   address, IPv4 as ::ffff:a.b.c.d, zero: none
///   1  u8   kind                  24  16   workspace              104  u16  length of Host
///   2  u16  length of the whole   40  16   link                   106  u16  length of path and query
///   4  u8   method                56  16   domain                 108  u16  length of User-Agent
///   5  u8   flags                 72  16   destination            110  u16  length of Referer
///   6  u16  status                                                112  u16  length of Accept-Language
///   8  u64  sequence                                              114  ...  the five texts, in this order
/// </code>
/// Each text is cut at 512 bytes, between characters. Within version 1 new fields may only be appended: a reader takes
/// what it knows and passes over the rest by the record's length. Another version means another layout.
/// </remarks>
public static class ClickRecord
{
    /// <summary>The version that <see cref="Write"/> writes and <see cref="TryRead"/> reads.</summary>
    public const byte Version = 1;

    /// <summary>The most that is kept of each text, in bytes.</summary>
    public const int MaxText = 512;

    /// <summary>The most bytes that <see cref="Write"/> needs.</summary>
    public const int MaxLength = ClickLayout.Texts + (ClickLayout.TextCount * MaxText);

    /// <summary>Writes a record, its sequence zero until <see cref="Stamp"/>.</summary>
    /// <returns>The record's length in bytes.</returns>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="MaxLength"/>.</exception>
    public static int Write(in Click click, Span<byte> destination)
    {
        if (destination.Length < MaxLength)
            throw new ArgumentException($"A click's record may need {MaxLength} bytes, not {destination.Length}.", nameof(destination));
        destination[ClickLayout.Version] = Version;
        destination[ClickLayout.Kind] = (byte)click.Kind;
        destination[ClickLayout.Method] = (byte)click.Method;
        destination[ClickLayout.Flags] = (byte)click.Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[ClickLayout.Status..], (ushort)click.Status);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[ClickLayout.Sequence..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(destination[ClickLayout.Time..], click.Time);
        click.Workspace.TryWriteBytes(destination[ClickLayout.Workspace..], bigEndian: true, out _);
        click.Link.TryWriteBytes(destination[ClickLayout.Link..], bigEndian: true, out _);
        click.Domain.TryWriteBytes(destination[ClickLayout.Domain..], bigEndian: true, out _);
        click.Destination.TryWriteBytes(destination[ClickLayout.Destination..], bigEndian: true, out _);
        WriteAddress(click.Address, destination.Slice(ClickLayout.Address, 16));

        var end = ClickLayout.Texts;
        end = WriteText(click.Host, ClickLayout.Host, destination, end);
        end = WriteText(click.PathAndQuery, ClickLayout.PathAndQuery, destination, end);
        end = WriteText(click.UserAgent, ClickLayout.UserAgent, destination, end);
        end = WriteText(click.Referer, ClickLayout.Referer, destination, end);
        end = WriteText(click.AcceptLanguage, ClickLayout.AcceptLanguage, destination, end);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[ClickLayout.Length..], (ushort)end);
        return end;
    }

    /// <summary>Gives a written record its place in the log that it is appended to.</summary>
    public static void Stamp(Span<byte> record, ulong sequence) =>
        BinaryPrimitives.WriteUInt64LittleEndian(record[ClickLayout.Sequence..], sequence);

    /// <summary>Reads the record that the bytes begin with. Throws on nothing, whatever the bytes are.</summary>
    /// <param name="bytes">A record, and whatever follows it.</param>
    /// <param name="click">A view of <paramref name="bytes"/>, not a copy.</param>
    /// <returns>False where they are no whole record of this version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ClickView click)
    {
        click = default;
        if (bytes.Length < ClickLayout.Texts || bytes[ClickLayout.Version] != Version)
            return false;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[ClickLayout.Length..]);
        if (length < ClickLayout.Texts || length > bytes.Length)
            return false;

        var texts = 0;
        for (var text = 0; text < ClickLayout.TextCount; text++)
        {
            var textLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(ClickLayout.TextLengths + (2 * text))..]);
            if (textLength > MaxText)
                return false;
            texts += textLength;
        }

        if (ClickLayout.Texts + texts > length || !Enum.IsDefined((ClickKind)bytes[ClickLayout.Kind]))
            return false;
        click = new ClickView(bytes[..length]);
        return true;
    }

    private static void WriteAddress(IPAddress? address, Span<byte> destination)
    {
        destination.Clear();
        if (address is null)
            return;
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            destination[10] = destination[11] = 0xFF;
            destination = destination[12..];
        }

        address.TryWriteBytes(destination, out _);
    }

    private static int WriteText(ClickText text, int index, Span<byte> destination, int at)
    {
        var written = text.Write(destination.Slice(at, MaxText));
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(ClickLayout.TextLengths + (2 * index))..], (ushort)written);
        return at + written;
    }
}
