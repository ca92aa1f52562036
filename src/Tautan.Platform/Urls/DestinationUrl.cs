using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tautan.Platform.Urls;

/// <summary>
/// A URL that a link may send its visitor to: absolute, http or https, read as a browser reads it (WHATWG URL), but
/// without the repairs a browser makes: what it would repair is refused. Kept as given, sent as ASCII.
/// </summary>
public sealed class DestinationUrl
{
    /// <summary>The most bytes (as UTF-8) a URL may have.</summary>
    public const int MaxBytes = 8192;

    // Forbidden host code points of the URL standard, and '%': an encoded host is always somebody's trick.
    private static readonly SearchValues<char> ForbiddenInHost = SearchValues.Create(" #%/:<>?@[\\]^|\"`{}\u007f");

    // RFC 3986 §2: unreserved, reserved (but brackets, which are for the host alone) and '%'.
    private static readonly SearchValues<char> SentAsIs = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?@!$&'()*+,;=");

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    private DestinationUrl(string original, string scheme, string host, int port, string location)
    {
        Original = original;
        Scheme = scheme;
        Host = host;
        Port = port;
        Location = location;
    }

    /// <summary>As given.</summary>
    public string Original { get; }

    /// <summary><c>http</c> or <c>https</c>, or that of an app, in lower case.</summary>
    public string Scheme { get; }

    /// <summary>The host as ASCII, lower case; an IPv6 address in brackets.</summary>
    public string Host { get; }

    /// <summary>The port, the scheme's own where none is given; 0 with the scheme of an app.</summary>
    public int Port { get; }

    /// <summary>A valid URI-reference for a <c>Location</c> header (RFC 9110 §10.2.2): ASCII, host as punycode, the rest percent-encoded.</summary>
    public string Location { get; }

    /// <summary>Reads a URL, or says what is wrong with it.</summary>
    public static bool TryParse(string? text, out DestinationUrl url, out string error) => TryParse(text, AppSchemes.None, out url, out error);

    /// <summary>Reads a URL that may as well be one that opens an app (<c>myapp://…</c>), or says what is wrong with it.</summary>
    /// <param name="text">As given.</param>
    /// <param name="apps">Whose apps.</param>
    /// <param name="url">What was read.</param>
    /// <param name="error">What was expected; empty where it is fine.</param>
    public static bool TryParse(string? text, AppSchemes apps, out DestinationUrl url, out string error)
    {
        url = null!;
        error = Parse(text ?? "", apps, ref url);
        return error.Length == 0;
    }

    private static string Parse(string text, AppSchemes apps, ref DestinationUrl url)
    {
        if (text.Length == 0)
            return "must be an absolute http or https URL, and is empty";
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
            return $"must have at most {MaxBytes.ToString(CultureInfo.InvariantCulture)} bytes";
        if (BadCharacter(text) is { } bad)
            return bad;
        var (scheme, rest) = text switch
        {
            _ when text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) => ("https", text[8..]),
            _ when text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) => ("http", text[7..]),
            _ => ("", ""),
        };
        if (scheme.Length == 0)
            return apps.TryFind(text, out var app) ? ParseApp(text, app, ref url) : SchemeError(text, apps);
        if (rest.Length > 0 && rest[0] is '/' or '\\')
            return "must have exactly two slashes after the scheme";

        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        var tail = end < 0 ? "" : rest[end..];
        if (authority.Contains('@', StringComparison.Ordinal))
            return "must not have a user name or password";
        if (authority.Contains('\\', StringComparison.Ordinal))
            return "must not have a backslash in the host";
        var error = SplitPort(authority, scheme, out var hostText, out var port, out var portText);
        if (error.Length == 0)
            error = ParseHost(hostText, out hostText);
        if (error.Length != 0)
            return error;
        url = new DestinationUrl(text, scheme, hostText, port, $"{scheme}://{hostText}{portText}{Encode(tail)}");
        return "";
    }

    // What follows is the app's own; it is sent as ASCII, and none of it is taken for a user or repaired.
    private static string ParseApp(string text, string scheme, ref DestinationUrl url)
    {
        var rest = text[(scheme.Length + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        if (authority.AsSpan().ContainsAny('@', '\\'))
            return "must not have a user name, a password or a backslash before its path";
        var location = $"{scheme}://{Escape(rest)}";
        url = new DestinationUrl(text, scheme, authority.ToLowerInvariant(), 0, location);
        return "";
    }

    private static string? BadCharacter(string text)
    {
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            return "must not begin or end with whitespace";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 0x20 || text[i] is >= '\u007f' and <= '\u009f')
                return $"must not have control characters, tabs or newlines, and has U+{(int)text[i]:X4} at {i.ToString(CultureInfo.InvariantCulture)}";
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return "must be well-formed Unicode, and has half of a surrogate pair";
        }

        return null;
    }

    private static string SchemeError(string text, AppSchemes apps)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : text[..colon];
        return scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
            ? "must have exactly two slashes after the scheme"
            : $"must be an absolute URL that begins with {apps.Expected}";
    }

    private static string SplitPort(string authority, string scheme, out string host, out int port, out string portText)
    {
        port = scheme == "https" ? 443 : 80;
        portText = "";
        host = authority;
        var colon = authority.StartsWith('[') ? authority.IndexOf("]:", StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || authority[colon] != ':')
            return colon == 0 && authority.StartsWith(':') ? "must have a host" : "";
        host = authority[..colon];
        var digits = authority[(colon + 1)..];
        if (digits.Length == 0)
            return "";
        if (digits.AsSpan().ContainsAnyExceptInRange('0', '9') || digits.TrimStart('0') is { Length: > 5 }
            || int.Parse(digits, CultureInfo.InvariantCulture) is > 65535 or 0)
        {
            return "must have a port from 1 to 65535";
        }

        port = int.Parse(digits, CultureInfo.InvariantCulture);
        portText = string.Create(CultureInfo.InvariantCulture, $":{port}");
        return "";
    }

    private static string ParseHost(string text, out string host)
    {
        host = text;
        if (text.Length == 0)
            return "must have a host";
        if (text[0] == '[')
        {
            var inner = text.EndsWith(']') ? text[1..^1] : "";
            return IPAddress.TryParse(inner, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
                && !inner.AsSpan().ContainsAny("%/[]")
                ? Set(out host, $"[{IPv6Text.Of(address)}]")
                : "must have a valid IPv6 address in brackets";
        }

        if (text.AsSpan().ContainsAny(ForbiddenInHost) || text.Any(char.IsWhiteSpace))
            return "must have a host without spaces, percent signs or other characters that no host has";
        try
        {
            host = Idn.GetAscii(text).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return "must have a valid host, each label with 1 to 63 characters";
        }

        if (host.AsSpan().ContainsAny(ForbiddenInHost))
            return "must have a host without characters that no host has";
        var labels = host.EndsWith('.') ? host[..^1] : host;
        if (labels.Length > 253 || labels.Split('.').Any(label => label.Length is 0 or > 63))
            return "must have a valid host, each label with 1 to 63 characters";
        if (!LooksLikeIPv4(labels))
            return "";
        if (!IPAddress.TryParse(labels, out var number) || number.AddressFamily != AddressFamily.InterNetwork)
            return "must have a valid host: an IPv4 address that ends so does not exist";
        // Whatever it is written in: octal, hexadecimal, fewer parts.
        host = number.ToString();
        return "";
    }

    // A host whose last label is a number is an IPv4 address to a browser, or nothing (WHATWG URL, "ends in a number").
    private static bool LooksLikeIPv4(string host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return !last.AsSpan().ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x", StringComparison.Ordinal) && !last.AsSpan(2).ContainsAnyExcept(Hex));
    }

    private static string Set(out string host, string value)
    {
        host = value;
        return "";
    }

    private static string Encode(string tail)
    {
        if (tail.Length != 0 && !tail.AsSpan().ContainsAnyExcept(SentAsIs))
            return tail[0] == '/' ? tail : "/" + tail;
        return tail.Length == 0 || tail[0] != '/' ? "/" + Escape(tail) : Escape(tail);
    }

    private static string Escape(string tail)
    {
        var text = new StringBuilder(tail.Length + 16);
        var inFragment = false;
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < tail.Length;)
        {
            Rune.DecodeFromUtf16(tail.AsSpan(i), out var rune, out var consumed);
            var c = tail[i];
            if (c == '%' && i + 2 < tail.Length && char.IsAsciiHexDigit(tail[i + 1]) && char.IsAsciiHexDigit(tail[i + 2]))
            {
                text.Append('%');
            }
            else if (c == '#' && !inFragment)
            {
                inFragment = true;
                text.Append('#');
            }
            else if (SentAsIs.Contains(c))
            {
                text.Append(c);
            }
            else
            {
                foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                    text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }

            i += consumed;
        }

        return text.ToString();
    }
}
