using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Tautan.Gateway.Listening;

/// <summary>Where a request ends must be beyond doubt (RFC 9112 §6): what one server takes for a body, the next one must not take for a request.</summary>
internal static class Framing
{
    private static readonly Digits Length = new();

    /// <summary>Refuses a <c>Content-Length</c> that is not digits alone, such as <c>+3</c>, which the server would take.</summary>
    public static void MakeStrict(KestrelServerOptions server) => server.RequestHeaderEncodingSelector = static name => name == "Content-Length" ? Length : null;

    /// <summary>Whether a body is coded in a way that is not taken off here, and would reach a service as if it were plain.</summary>
    public static bool IsUnknown(IHttpRequestFeature request) =>
        request.Headers.TransferEncoding is { Count: > 0 } coding && !(coding.Count == 1 && coding[0]!.Equals("chunked", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads digits as they are, and makes of everything else what no number has.</summary>
    private sealed class Digits : Encoding
    {
        public override int GetByteCount(char[] chars, int index, int count) => ASCII.GetByteCount(chars, index, count);

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

        public override int GetMaxByteCount(int charCount) => charCount;

        public override int GetMaxCharCount(int byteCount) => byteCount;

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

        // As far as there is room: a number that is too long is one either way.
        public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
        {
            var length = Math.Min(bytes.Length, chars.Length);
            for (var at = 0; at < length; at++)
                chars[at] = char.IsAsciiDigit((char)bytes[at]) ? (char)bytes[at] : '?';
            return length;
        }
    }
}
