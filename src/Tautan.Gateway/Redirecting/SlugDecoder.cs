using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Tautan.Gateway.Redirecting;

/// <summary>
/// From a path to the slug that it asks for: without its first slash and one slash at its end, percent-decoded once, as
/// UTF-8, in normalization form C. Dot segments are no segments here: no slug has them, so nothing is found.
/// </summary>
internal static class SlugDecoder
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=:@");

    /// <summary>Decodes a path.</summary>
    /// <param name="path">As it came; begins with <c>/</c>.</param>
    /// <param name="buffer">Where the slug may be put.</param>
    /// <param name="slug">In the buffer, or, where that is too small or much was encoded, elsewhere.</param>
    /// <returns>False where it is no UTF-8, has a broken escape or a NUL: no link has such a path.</returns>
    public static bool TryDecode(ReadOnlySpan<char> path, Span<byte> buffer, out ReadOnlySpan<byte> slug)
    {
        slug = default;
        if (path.IsEmpty)
            return false;
        path = path[1..];
        if (path.Length > buffer.Length || path.ContainsAnyExcept(Plain))
            return TryDecodeSlowly(path, out slug);
        Ascii.FromUtf16(path, buffer, out var written);
        slug = WithoutSlash(buffer[..written]);
        return true;
    }

    private static bool TryDecodeSlowly(ReadOnlySpan<char> path, out ReadOnlySpan<byte> slug)
    {
        slug = default;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(path.Length)];
        var length = 0;
        while (!path.IsEmpty)
        {
            if (path[0] != '%')
            {
                if (Rune.DecodeFromUtf16(path, out var rune, out var consumed) != OperationStatus.Done)
                    return false;
                length += rune.EncodeToUtf8(bytes.AsSpan(length));
                path = path[consumed..];
                continue;
            }

            if (path.Length < 3 || Convert.FromHexString(path.Slice(1, 2), bytes.AsSpan(length), out _, out _) != OperationStatus.Done)
                return false;
            length++;
            path = path[3..];
        }

        var decoded = bytes.AsSpan(0, length);
        if (!Utf8.IsValid(decoded) || decoded.Contains((byte)0))
            return false;
        slug = WithoutSlash(Ascii.IsValid(decoded) ? decoded : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(decoded).Normalize(NormalizationForm.FormC)));
        return true;
    }

    private static ReadOnlySpan<byte> WithoutSlash(ReadOnlySpan<byte> slug) =>
        slug is [.. var before, (byte)'/'] ? before : slug;
}
