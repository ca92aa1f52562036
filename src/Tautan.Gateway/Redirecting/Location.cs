namespace Tautan.Gateway.Redirecting;

/// <summary>A <c>Location</c> in its parts, not yet put together. <see cref="LocationWriter"/> does that.</summary>
internal readonly ref struct Location
{
    /// <param name="prefix">Scheme, host and port, or all of it; null: there is no location.</param>
    /// <param name="rest">What follows in the destination, ASCII.</param>
    /// <param name="suffix">Put behind the path; decoded, UTF-8, without its first slash; empty: nothing.</param>
    /// <param name="query">Put behind the destination's own query, before the fragment; as it came; empty: nothing.</param>
    public Location(string? prefix, ReadOnlySpan<byte> rest = default, ReadOnlySpan<byte> suffix = default, ReadOnlySpan<char> query = default)
    {
        Prefix = prefix;
        Rest = rest;
        Suffix = suffix;
        Query = query;
    }

    public string? Prefix { get; }

    public ReadOnlySpan<byte> Rest { get; }

    public ReadOnlySpan<byte> Suffix { get; }

    public ReadOnlySpan<char> Query { get; }

    public bool IsNone => Prefix is null;
}
