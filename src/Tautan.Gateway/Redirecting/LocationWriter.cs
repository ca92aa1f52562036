using System.Buffers;
using System.Text;

namespace Tautan.Gateway.Redirecting;

/// <summary>Puts a <see cref="Location"/> together. Whatever a visitor sent, the outcome is visible ASCII.</summary>
internal static class LocationWriter
{
    private const int SmallLength = 1024;

    // RFC 3986 §3.3: pchar without '%', and '/'.
    private static readonly SearchValues<byte> InPath = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/"u8);

    /// <summary>What is visible, but for the <c>#</c>: it would begin a fragment.</summary>
    private static readonly SearchValues<char> InQuery = SearchValues.Create(
        string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(value => (char)value).Where(value => value != '#')));

    private static ReadOnlySpan<byte> Hex => "0123456789ABCDEF"u8;

    /// <summary>How many bytes a location may take at most.</summary>
    public static int MaxLength(in Location location) =>
        location.Prefix!.Length + location.Rest.Length
        + (location.Suffix.IsEmpty ? 0 : 1 + (3 * location.Suffix.Length))
        // Of a character at most three bytes, of each three to see.
        + (location.Query.IsEmpty ? 0 : 1 + (9 * location.Query.Length));

    /// <summary>As it stands in a header.</summary>
    public static string Write(in Location location)
    {
        var length = MaxLength(location);
        var bytes = length <= SmallLength ? stackalloc byte[SmallLength] : new byte[length];
        return Encoding.ASCII.GetString(bytes[..Write(location, bytes)]);
    }

    /// <summary>As it stands in a header.</summary>
    /// <param name="location">Not none.</param>
    /// <param name="bytes">At least <see cref="MaxLength"/>.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(in Location location, Span<byte> bytes)
    {
        var text = new Text(bytes);
        text.Ascii(location.Prefix);
        if (location.Suffix.IsEmpty && location.Query.IsEmpty)
            text.Bytes(location.Rest);
        else
            WriteMerged(ref text, location);
        return text.Length;
    }

    // path [suffix] [?query] [visitor's query] [#fragment], out of path [?query] [#fragment].
    private static void WriteMerged(ref Text text, in Location location)
    {
        var rest = location.Rest;
        var fragment = rest.IndexOf((byte)'#') is var mark and >= 0 ? mark : rest.Length;
        var own = rest[..fragment].IndexOf((byte)'?');
        var path = rest[..(own < 0 ? fragment : own)];
        text.Bytes(path);
        if (!location.Suffix.IsEmpty)
        {
            if (path is not [.., (byte)'/'])
                text.Byte((byte)'/');
            text.Encoded(location.Suffix);
        }

        if (own >= 0)
            text.Bytes(rest[own..fragment]);
        if (!location.Query.IsEmpty)
        {
            text.Byte(own < 0 ? (byte)'?' : (byte)'&');
            text.Query(location.Query);
        }

        text.Bytes(rest[fragment..]);
    }

    private ref struct Text(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;

        public int Length { get; private set; }

        public void Byte(byte value) => _bytes[Length++] = value;

        public void Bytes(ReadOnlySpan<byte> values)
        {
            values.CopyTo(_bytes[Length..]);
            Length += values.Length;
        }

        public void Ascii(ReadOnlySpan<char> values)
        {
            System.Text.Ascii.FromUtf16(values, _bytes[Length..], out var written);
            Length += written;
        }

        public void Encoded(scoped ReadOnlySpan<byte> values)
        {
            foreach (var value in values)
            {
                if (InPath.Contains(value))
                {
                    Byte(value);
                    continue;
                }

                Byte((byte)'%');
                Byte(Hex[value >> 4]);
                Byte(Hex[value & 0xF]);
            }
        }

        // What is visible ASCII stays as it came, escapes too; what is not was never valid and is escaped.
        public void Query(ReadOnlySpan<char> query)
        {
            if (!query.ContainsAnyExcept(InQuery))
            {
                Ascii(query);
                return;
            }

            Span<byte> rune = stackalloc byte[4];
            foreach (var value in query.EnumerateRunes())
            {
                if (value.IsBmp && InQuery.Contains((char)value.Value))
                    Byte((byte)value.Value);
                else
                    Encoded(rune[..value.EncodeToUtf8(rune)]);
            }
        }
    }
}
