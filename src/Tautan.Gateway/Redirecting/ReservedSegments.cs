using System.Collections.Frozen;
using Tautan.Platform.Urls;

namespace Tautan.Gateway.Redirecting;

/// <summary>First segments of paths that are no links.</summary>
internal static class ReservedSegments
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OnAdminHosts =
        Slug.ReservedOnAdminHosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsReservedOnAdminHosts(ReadOnlySpan<char> segment) => OnAdminHosts.Contains(segment);

    /// <summary>The first segment of a path as the application sees it: decoded, without dot segments.</summary>
    public static ReadOnlySpan<char> First(ReadOnlySpan<char> path)
    {
        var segment = path.IsEmpty ? path : path[1..];
        return segment.IndexOf('/') is var end and >= 0 ? segment[..end] : segment;
    }
}
