namespace Tautan.Gateway.Table;

/// <summary>The name in a <c>Host</c> header (RFC 9110 §7.2).</summary>
internal static class HostName
{
    /// <summary>Without port and without the dot of a root at its end; an IPv6 address keeps its brackets.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> host)
    {
        var port = host.LastIndexOf(':');
        if (port >= 0 && host[port..].IndexOf(']') < 0)
            host = host[..port];
        return host is [.. var name, '.'] ? name : host;
    }
}
