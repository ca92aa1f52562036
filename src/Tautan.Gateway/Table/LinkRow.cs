using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tautan.Gateway.Table;

/// <summary>
/// A link as the table holds it, read in place: its length in units of 4 bytes, 16 bytes id, 2 bytes flags, its number in
/// <see cref="Homes"/>, the slug (length, UTF-8); then, each where its flag is set, 8 bytes when it starts, 8 bytes when it expires,
/// the fallback (length, ASCII); then the routes, see <see cref="DestinationCursor"/>. Lengths and numbers are <see cref="Varint"/>s.
/// </summary>
internal readonly ref struct LinkRow
{
    public const int Unit = 4;
    public const int IdSize = 16;
    public const int FlagsSize = sizeof(ushort);

    private static ReadOnlySpan<ushort> Statuses => [301, 302, 307, 308];

    private readonly ReadOnlySpan<byte> _row;
    private readonly int _idAt;
    private readonly int _slugAt;

    /// <param name="from">The row, and whatever follows it.</param>
    public LinkRow(ReadOnlySpan<byte> from)
    {
        var at = 0;
        _row = from[..(Varint.Read(from, ref at) * Unit)];
        _idAt = at;
        at += IdSize;
        Flags = (LinkFlags)MemoryMarshal.Read<ushort>(_row[at..]);
        at += FlagsSize;
        Home = Varint.Read(_row, ref at);
        var length = Varint.Read(_row, ref at);
        _slugAt = at;
        Slug = _row.Slice(at, length);
    }

    public static int LengthOf(ReadOnlySpan<byte> from)
    {
        var at = 0;
        return Varint.Read(from, ref at) * Unit;
    }

    public int Length => _row.Length;

    public ReadOnlySpan<byte> Bytes => _row;

    public Guid Id => new(IdBytes, bigEndian: true);

    public ReadOnlySpan<byte> IdBytes => _row.Slice(_idAt, IdSize);

    /// <summary>Of the link's workspace and domain, in <see cref="Homes"/>.</summary>
    public int Home { get; }

    public LinkFlags Flags { get; }

    public ReadOnlySpan<byte> Slug { get; }

    /// <summary>301, 302, 307 or 308.</summary>
    public int RedirectStatus => Statuses[(int)(Flags & LinkFlags.StatusMask)];

    /// <summary>Milliseconds since 1970; the link does not redirect before.</summary>
    public long StartsAt => Has(LinkFlags.Starts) ? BinaryPrimitives.ReadInt64LittleEndian(_row[AfterSlug..]) : long.MinValue;

    /// <summary>Milliseconds since 1970; the link has expired from then on.</summary>
    public long ExpiresAt => Has(LinkFlags.Expires) ? BinaryPrimitives.ReadInt64LittleEndian(_row[(AfterSlug + StartsSize)..]) : long.MaxValue;

    /// <summary>Where the link goes when every destination is down, as ASCII; empty where nothing is set.</summary>
    public ReadOnlySpan<byte> Fallback
    {
        get
        {
            if (!Has(LinkFlags.Fallback))
                return default;
            var at = FallbackAt;
            var length = Varint.Read(_row, ref at);
            return _row.Slice(at, length);
        }
    }

    /// <summary>The destinations of the default route, in order.</summary>
    public DestinationCursor Destinations() => new(_row, RoutesAt, Has(LinkFlags.Single), onlyDefault: true);

    /// <summary>The destinations of all routes.</summary>
    public DestinationCursor AllDestinations() => new(_row, RoutesAt, Has(LinkFlags.Single), onlyDefault: false);

    private int RoutesAt
    {
        get
        {
            var at = FallbackAt;
            if (!Has(LinkFlags.Fallback))
                return at;
            var length = Varint.Read(_row, ref at);
            return at + length;
        }
    }

    private bool Has(LinkFlags flag) => (Flags & flag) != 0;

    private int AfterSlug => _slugAt + Slug.Length;

    private int StartsSize => Has(LinkFlags.Starts) ? sizeof(long) : 0;

    private int FallbackAt => AfterSlug + StartsSize + (Has(LinkFlags.Expires) ? sizeof(long) : 0);
}
