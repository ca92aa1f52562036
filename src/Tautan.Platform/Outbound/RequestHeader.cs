using System.Buffers;

namespace Tautan.Platform.Outbound;

/// <summary>Which headers somebody may have sent with what is fetched for him.</summary>
public static class RequestHeader
{
    // RFC 9110 §5.6.2.
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What frames the message or belongs to the connection is the sender's own; who it is it does not hide. The last of them,
    // and all that begin with Content-, speak of a body, and there is none.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept-Encoding", "Connection", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Allow", "Expires", "Last-Modified",
    };

    /// <summary>Whether it is the name of a field (RFC 9110 §5.1).</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Token);

    /// <summary>Whether nobody but the sender says what it is.</summary>
    public static bool IsOwn(string name) => Own.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is the value of a field (RFC 9110 §5.5): visible ASCII, spaces and tabs only between; not empty, and without obs-text.</summary>
    public static bool IsValue(string value) =>
        value.Length > 0 && value[0] is not (' ' or '\t') && value[^1] is not (' ' or '\t') && value.All(character => character is '\t' or (>= ' ' and <= '~'));
}
