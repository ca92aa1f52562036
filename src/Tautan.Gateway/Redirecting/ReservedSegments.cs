using System.Collections.Frozen;
using Tautan.Platform.Urls;

namespace Tautan.Gateway.Redirecting;

/// <summary>First segments of paths that are no links.</summary>
internal static class ReservedSegments
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OnAdminHosts =
        Slug.ReservedOnAdminHosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsReservedOnAdminHosts(ReadOnlySpan<char> segment) => OnAdminHosts.Contains(segment);

    /// <summary>The first segment of a path, decoded as the path is.</summary>
    /// <param name="path">Begins with <c>/</c>, or is empty.</param>
    public static ReadOnlySpan<char> First(ReadOnlySpan<char> path)
    {
        var segment = UpToSlash(path.IsEmpty ? path : path[1..]);
        return segment.Contains('%') ? UpToSlash(Uri.UnescapeDataString(segment)) : segment;
    }

    private static ReadOnlySpan<char> UpToSlash(ReadOnlySpan<char> path) => path.IndexOf('/') is var end and >= 0 ? path[..end] : path;
}
