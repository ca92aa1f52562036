using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tautan.Gateway.Redirecting;

/// <summary>Puts a <c>Location</c> together. Whatever a visitor sent, the outcome is visible ASCII.</summary>
internal static class LocationWriter
{
    // RFC 3986 §3.3: pchar without '%', and '/'.
    private static readonly SearchValues<byte> InPath = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/"u8);

    /// <summary>A destination as it is.</summary>
    /// <param name="prefix">Scheme, host and port.</param>
    /// <param name="rest">What follows, ASCII.</param>
    public static string Write(string prefix, ReadOnlySpan<byte> rest) => string.Create(
        prefix.Length + rest.Length,
        new Parts(prefix, rest),
        static (text, parts) =>
        {
            parts.Prefix.CopyTo(text);
            Ascii.ToUtf16(parts.Rest, text[parts.Prefix.Length..], out _);
        });

    /// <summary>A destination with what the visitor brought along.</summary>
    /// <param name="prefix">Scheme, host and port.</param>
    /// <param name="rest">What follows, ASCII.</param>
    /// <param name="suffix">Put behind the path; decoded, UTF-8, without its first slash; empty: nothing.</param>
    /// <param name="query">Put behind the destination's own query, before the fragment; as it came; empty: nothing.</param>
    public static string Write(string prefix, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> suffix, ReadOnlySpan<char> query)
    {
        if (suffix.IsEmpty && query.IsEmpty)
            return Write(prefix, rest);
        var fragment = rest.IndexOf((byte)'#');
        var (beforeFragment, after) = fragment < 0 ? (rest.Length, "") : (fragment, Encoding.ASCII.GetString(rest[fragment..]));
        var own = rest[..beforeFragment].IndexOf((byte)'?');
        var path = Encoding.ASCII.GetString(own < 0 ? rest[..beforeFragment] : rest[..own]);
        var text = new StringBuilder(prefix).Append(path);
        if (!suffix.IsEmpty)
        {
            if (!path.EndsWith('/'))
                text.Append('/');
            AppendEncoded(text, suffix, InPath);
        }

        if (own >= 0)
            text.Append(Encoding.ASCII.GetString(rest[own..beforeFragment]));
        if (!query.IsEmpty)
            AppendQuery(text.Append(own < 0 ? '?' : '&'), query);
        return text.Append(after).ToString();
    }

    // What is visible ASCII stays as it came, escapes too; what is not was never valid and is escaped.
    private static void AppendQuery(StringBuilder text, ReadOnlySpan<char> query)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in query.EnumerateRunes())
        {
            if (rune.Value is > ' ' and < 0x7F and not '#')
            {
                text.Append((char)rune.Value);
                continue;
            }

            AppendEncoded(text, bytes[..rune.EncodeToUtf8(bytes)], InPath);
        }
    }

    private static void AppendEncoded(StringBuilder text, ReadOnlySpan<byte> bytes, SearchValues<byte> asIs)
    {
        foreach (var value in bytes)
        {
            if (asIs.Contains(value))
                text.Append((char)value);
            else
                text.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }
    }

    private readonly ref struct Parts(string prefix, ReadOnlySpan<byte> rest)
    {
        public readonly string Prefix = prefix;
        public readonly ReadOnlySpan<byte> Rest = rest;
    }
}
