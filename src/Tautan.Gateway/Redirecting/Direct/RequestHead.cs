using System.Buffers;
using System.Text;
using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Redirecting.Direct;

/// <summary>
/// The head of a request of the plainest form there is: a GET or HEAD of HTTP/1.1 in origin form without escapes, with one
/// <c>Host</c>, no body, and headers that are beyond doubt. It is a small part of what RFC 9112 allows; everything else, right or
/// wrong, is not for this parser.
/// </summary>
internal ref struct RequestHead
{
    /// <summary>As many bytes as a host name may have (RFC 1035 §2.3.4), and a port.</summary>
    public const int MaxHost = 253 + 6;

    // Unreserved and reserved characters (RFC 3986 §2) that a path has unescaped.
    private static readonly SearchValues<byte> InPath = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=:@"u8);

    private static readonly SearchValues<byte> Visible = SearchValues.Create(Range('!', '~'));

    // RFC 9110 §5.5, without what is obsolete; and the ends of lines.
    private static readonly SearchValues<byte> InHeaders = SearchValues.Create([.. Range(' ', '~'), (byte)'\t', (byte)'\r', (byte)'\n']);

    // RFC 9110 §5.6.2.
    private static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> InHostName = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."u8);

    private static ReadOnlySpan<byte> Version => " HTTP/1.1\r\n"u8;

    /// <summary>Of the whole head, its empty line included.</summary>
    public int Length { get; private set; }

    public bool IsHead { get; private set; }

    /// <summary>Path and query.</summary>
    public ReadOnlySpan<byte> Target { get; private set; }

    /// <summary>Begins with <c>/</c>.</summary>
    public ReadOnlySpan<byte> Path { get; private set; }

    /// <summary>Without its question mark; visible ASCII.</summary>
    public ReadOnlySpan<byte> Query { get; private set; }

    /// <summary>A name or an IPv4 address, and perhaps a port.</summary>
    public ReadOnlySpan<byte> Host { get; private set; }

    public ReadOnlySpan<byte> UserAgent { get; private set; }

    public ReadOnlySpan<byte> Referer { get; private set; }

    public ReadOnlySpan<byte> AcceptLanguage { get; private set; }

    /// <summary>The header <c>X-Forwarded-For</c>.</summary>
    public ReadOnlySpan<byte> ForwardedFor { get; private set; }

    public ClickFlags Flags { get; private set; }

    /// <summary>Reads the head that the bytes begin with.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="maxHeaders">How many headers there may be.</param>
    /// <param name="head">Views of <paramref name="bytes"/>.</param>
    /// <returns>False where it is not whole, or not of the plainest form.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int maxHeaders, out RequestHead head)
    {
        head = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        head.Length = end + 4;
        return head.ReadRequestLine(bytes[..(end + 2)]) is var length and > 0 && head.ReadHeaders(bytes[length..(end + 2)], maxHeaders) && !head.Host.IsEmpty;
    }

    // Its length; 0: it is not plain.
    private int ReadRequestLine(ReadOnlySpan<byte> lines)
    {
        IsHead = lines.StartsWith("HEAD /"u8);
        if (!IsHead && !lines.StartsWith("GET /"u8))
            return 0;
        var begin = IsHead ? 5 : 4;
        var length = lines[begin..].IndexOf((byte)' ');
        if (length < 0 || !lines[(begin + length)..].StartsWith(Version))
            return 0;
        Target = lines.Slice(begin, length);
        var query = Target.IndexOf((byte)'?');
        Path = query < 0 ? Target : Target[..query];
        Query = query < 0 ? default : Target[(query + 1)..];
        // With a segment of dots, what a server takes the path for is another one.
        var isPlain = !Path.ContainsAnyExcept(InPath) && !Query.ContainsAnyExcept(Visible) && Path.IndexOf("/."u8) < 0;
        return isPlain ? begin + length + Version.Length : 0;
    }

    private bool ReadHeaders(ReadOnlySpan<byte> lines, int maxHeaders)
    {
        if (lines.ContainsAnyExcept(InHeaders))
            return false;
        for (var count = 0; !lines.IsEmpty; count++)
        {
            var end = lines.IndexOfAny((byte)'\r', (byte)'\n');
            if (count == maxHeaders || !lines[end..].StartsWith("\r\n"u8))
                return false;
            var line = lines[..end];
            lines = lines[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAnyExcept(Token) || !Take(line[..colon], line[(colon + 1)..].Trim(" \t"u8)))
                return false;
        }

        return true;
    }

    // False where the header is of those that make a request more than plain.
    private bool Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 3:
                return !Is(name, "DNT"u8) || TakeFlag(value, ClickFlags.DoNotTrack);
            case 4 when Is(name, "Host"u8):
                return Host.IsEmpty && IsPlainHost(Host = value);
            case 6:
                return !Is(name, "Expect"u8);
            case 7 when Is(name, "Referer"u8):
                return TakeOnce(Referer, Referer = value);
            case 7:
                return Is(name, "Sec-GPC"u8) ? TakeFlag(value, ClickFlags.GlobalPrivacyControl) : !Is(name, "Upgrade"u8);
            case 9:
                return !Is(name, "Forwarded"u8);
            case 10 when Is(name, "User-Agent"u8):
                return TakeOnce(UserAgent, UserAgent = value);
            case 10:
                return !Is(name, "Connection"u8) || Is(value, "keep-alive"u8);
            case 14:
                return !Is(name, "Content-Length"u8);
            case 15 when Is(name, "Accept-Language"u8):
                return TakeOnce(AcceptLanguage, AcceptLanguage = value);
            case 15 when Is(name, "X-Forwarded-For"u8):
                return TakeOnce(ForwardedFor, ForwardedFor = value);
            case 17:
                return !Is(name, "Transfer-Encoding"u8);
            default:
                return true;
        }
    }

    private bool TakeFlag(ReadOnlySpan<byte> value, ClickFlags flag)
    {
        if (Flags.HasFlag(flag) || !value.SequenceEqual("1"u8))
            return false;
        Flags |= flag;
        return true;
    }

    // Of a header that comes twice, a server makes one.
    private static bool TakeOnce(ReadOnlySpan<byte> before, ReadOnlySpan<byte> value) => before.IsEmpty && !value.IsEmpty;

    private static bool IsPlainHost(ReadOnlySpan<byte> host)
    {
        var colon = host.IndexOf((byte)':');
        if (host.Length > MaxHost || (colon >= 0 && (colon == host.Length - 1 || host[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))))
            return false;
        var name = colon < 0 ? host : host[..colon];
        return !name.IsEmpty && !name.ContainsAnyExcept(InHostName);
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted) => Ascii.EqualsIgnoreCase(name, wanted);

    private static byte[] Range(char first, char last) => [.. Enumerable.Range(first, last - first + 1).Select(value => (byte)value)];
}
