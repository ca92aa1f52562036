namespace Tautan.Gateway.Redirecting;

/// <summary>A request target (RFC 9112 §3.2) in its parts, undecoded.</summary>
internal readonly ref struct RequestTarget
{
    private RequestTarget(ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        Path = path;
        Query = query;
    }

    /// <summary>Begins with <c>/</c>; empty where the target has no path, as in <c>OPTIONS *</c>.</summary>
    public ReadOnlySpan<char> Path { get; }

    /// <summary>What follows the first <c>?</c>; empty where nothing does.</summary>
    public ReadOnlySpan<char> Query { get; }

    public static RequestTarget Of(ReadOnlySpan<char> target)
    {
        if (!target.StartsWith('/'))
            target = AfterAuthority(target);
        var query = target.IndexOf('?');
        return query < 0 ? new RequestTarget(target, default) : new RequestTarget(target[..query], target[(query + 1)..]);
    }

    private static ReadOnlySpan<char> AfterAuthority(ReadOnlySpan<char> target)
    {
        var scheme = target.IndexOf("://");
        if (scheme < 0)
            return default;
        target = target[(scheme + 3)..];
        var path = target.IndexOfAny('/', '?');
        return path < 0 ? "/" : target[path] == '?' ? string.Concat("/", target[path..]) : target[path..];
    }
}
