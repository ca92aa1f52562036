using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Tautan.Platform.Urls;

namespace Tautan.Gateway.Redirecting;

/// <summary>First segments of paths that are no links.</summary>
internal static class ReservedSegments
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OnAdminHosts = Of(Slug.ReservedOnAdminHosts);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Anywhere = Of(Slug.ReservedOnAdminHosts.Concat(Slug.ReservedEverywhere));

    private static readonly int Longest = Anywhere.Set.Max(segment => segment.Length);

    public static bool IsReservedOnAdminHosts(ReadOnlySpan<char> segment) => OnAdminHosts.Contains(segment);

    /// <summary>Whether a slug's first segment is reserved anywhere.</summary>
    /// <param name="slug">UTF-8.</param>
    public static bool IsReserved(ReadOnlySpan<byte> slug)
    {
        var end = slug.IndexOf((byte)'/');
        var segment = end < 0 ? slug : slug[..end];
        if (segment.Length > Longest)
            return false;
        Span<char> characters = stackalloc char[Longest];
        return Ascii.ToUtf16(segment, characters, out var length) == OperationStatus.Done && Anywhere.Contains(characters[..length]);
    }

    /// <summary>The first segment of a path as the application sees it: decoded, without dot segments.</summary>
    public static ReadOnlySpan<char> First(ReadOnlySpan<char> path)
    {
        var segment = path.IsEmpty ? path : path[1..];
        return segment.IndexOf('/') is var end and >= 0 ? segment[..end] : segment;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Of(IEnumerable<string> segments) =>
        segments.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
