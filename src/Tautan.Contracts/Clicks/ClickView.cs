using System.Buffers.Binary;
using System.Net;

namespace Tautan.Contracts.Clicks;

/// <summary>A click's record, read in place. The texts are what the visitor sent: UTF-8 where the gateway wrote them, and never to be trusted.</summary>
public readonly ref struct ClickView
{
    private readonly ReadOnlySpan<byte> _record;

    internal ClickView(ReadOnlySpan<byte> record) => _record = record;

    /// <summary>The length of the whole record in bytes: the next one begins there.</summary>
    public int Length => _record.Length;

    /// <summary>The place in the log of the gateway that wrote it: grows by one a record.</summary>
    public ulong Sequence => BinaryPrimitives.ReadUInt64LittleEndian(_record[ClickLayout.Sequence..]);

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    public long Time => BinaryPrimitives.ReadInt64LittleEndian(_record[ClickLayout.Time..]);

    public ClickKind Kind => (ClickKind)_record[ClickLayout.Kind];

    /// <summary>A method that this version has no name for is <see cref="ClickMethod.Other"/>.</summary>
    public ClickMethod Method =>
        _record[ClickLayout.Method] is var method && method <= (byte)ClickMethod.Options ? (ClickMethod)method : ClickMethod.Other;

    public ClickFlags Flags => (ClickFlags)_record[ClickLayout.Flags];

    public int Status => BinaryPrimitives.ReadUInt16LittleEndian(_record[ClickLayout.Status..]);

    /// <summary>Empty where no link was found.</summary>
    public Guid Workspace => Id(ClickLayout.Workspace);

    /// <summary>Empty where no link was found.</summary>
    public Guid Link => Id(ClickLayout.Link);

    public Guid Domain => Id(ClickLayout.Domain);

    /// <summary>Empty where no destination served.</summary>
    public Guid Destination => Id(ClickLayout.Destination);

    /// <summary>The visitor's address, an IPv4 one as such; null where there was none.</summary>
    public IPAddress? Address
    {
        get
        {
            var bytes = _record.Slice(ClickLayout.Address, 16);
            if (!bytes.ContainsAnyExcept((byte)0))
                return null;
            var address = new IPAddress(bytes);
            return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }
    }

    public ReadOnlySpan<byte> Host => Text(ClickLayout.Host);

    public ReadOnlySpan<byte> PathAndQuery => Text(ClickLayout.PathAndQuery);

    public ReadOnlySpan<byte> UserAgent => Text(ClickLayout.UserAgent);

    public ReadOnlySpan<byte> Referer => Text(ClickLayout.Referer);

    public ReadOnlySpan<byte> AcceptLanguage => Text(ClickLayout.AcceptLanguage);

    private Guid Id(int at) => new(_record.Slice(at, 16), bigEndian: true);

    private ReadOnlySpan<byte> Text(int index)
    {
        var start = ClickLayout.Texts;
        for (var before = 0; before < index; before++)
            start += TextLength(before);
        return _record.Slice(start, TextLength(index));
    }

    private int TextLength(int index) =>
        BinaryPrimitives.ReadUInt16LittleEndian(_record[(ClickLayout.TextLengths + (2 * index))..]);
}
