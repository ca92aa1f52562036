using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tautan.Gateway.Table;

/// <summary>
/// A link as the table holds it, read in place.
/// <code>
///  0  u32  length of the row           26  u16  length of the slug
///  4  16   id                          28  ...  slug, UTF-8
/// 20  u32  home                             ... i64 starts, i64 expires, text fallback: each where its flag is set
/// 24  u16  flags                            ... routes, see <see cref="DestinationCursor"/>
/// </code>
/// </summary>
internal readonly ref struct LinkRow
{
    public const int IdOffset = 4;
    public const int HomeOffset = 20;
    public const int FlagsOffset = 24;
    public const int SlugLengthOffset = 26;
    public const int SlugOffset = 28;

    private static ReadOnlySpan<ushort> Statuses => [301, 302, 307, 308];

    private readonly ReadOnlySpan<byte> _row;

    /// <param name="from">The row, and whatever follows it.</param>
    public LinkRow(ReadOnlySpan<byte> from) => _row = from[..LengthOf(from)];

    public static int LengthOf(ReadOnlySpan<byte> from) => MemoryMarshal.Read<int>(from);

    public int Length => _row.Length;

    public ReadOnlySpan<byte> Bytes => _row;

    public Guid Id => new(IdBytes, bigEndian: true);

    public ReadOnlySpan<byte> IdBytes => _row.Slice(IdOffset, 16);

    /// <summary>Of the link's workspace and domain, in <see cref="Homes"/>.</summary>
    public int Home => MemoryMarshal.Read<int>(_row[HomeOffset..]);

    public LinkFlags Flags => (LinkFlags)MemoryMarshal.Read<ushort>(_row[FlagsOffset..]);

    public ReadOnlySpan<byte> Slug => _row.Slice(SlugOffset, MemoryMarshal.Read<ushort>(_row[SlugLengthOffset..]));

    /// <summary>301, 302, 307 or 308.</summary>
    public int RedirectStatus => Statuses[(int)(Flags & LinkFlags.StatusMask)];

    /// <summary>Milliseconds since 1970; the link does not redirect before.</summary>
    public long StartsAt => Flags.HasFlag(LinkFlags.Starts) ? BinaryPrimitives.ReadInt64LittleEndian(_row[AfterSlug..]) : long.MinValue;

    /// <summary>Milliseconds since 1970; the link has expired from then on.</summary>
    public long ExpiresAt => Flags.HasFlag(LinkFlags.Expires) ? BinaryPrimitives.ReadInt64LittleEndian(_row[(AfterSlug + StartsSize)..]) : long.MaxValue;

    /// <summary>Where the link goes when every destination is down, as ASCII; empty where nothing is set.</summary>
    public ReadOnlySpan<byte> Fallback
    {
        get
        {
            if (!Flags.HasFlag(LinkFlags.Fallback))
                return default;
            var at = FallbackAt;
            var length = Varint.Read(_row, ref at);
            return _row.Slice(at, length);
        }
    }

    /// <summary>The destinations of the default route, in order.</summary>
    public DestinationCursor Destinations() => new(_row, RoutesAt, onlyDefault: true);

    /// <summary>The destinations of all routes.</summary>
    public DestinationCursor AllDestinations() => new(_row, RoutesAt, onlyDefault: false);

    private int RoutesAt
    {
        get
        {
            var at = FallbackAt;
            if (!Flags.HasFlag(LinkFlags.Fallback))
                return at;
            var length = Varint.Read(_row, ref at);
            return at + length;
        }
    }

    private int AfterSlug => SlugOffset + MemoryMarshal.Read<ushort>(_row[SlugLengthOffset..]);

    private int StartsSize => Flags.HasFlag(LinkFlags.Starts) ? 8 : 0;

    private int FallbackAt => AfterSlug + StartsSize + (Flags.HasFlag(LinkFlags.Expires) ? 8 : 0);
}
