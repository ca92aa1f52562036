using System.Buffers;

namespace Tautan.Platform.Urls;

/// <summary>
/// Sees without making a string that a URL is sent just as it is given, as nearly all are: what <see cref="DestinationUrl"/> would
/// say of it is the URL itself. Of what it does not see that, only <see cref="DestinationUrl"/> can tell.
/// </summary>
public static class PlainUrl
{
    private const int LongestHost = 253;
    private const int LongestLabel = 63;

    private static readonly SearchValues<byte> InHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-."u8);

    private static readonly SearchValues<byte> InTail = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?@!$&'()*+,;="u8);

    /// <summary>Splits a plain URL.</summary>
    /// <param name="url">UTF-8.</param>
    /// <param name="prefix">The length of scheme and host; what follows begins with a slash.</param>
    /// <returns>False where the URL is not plain; it may still be a good one.</returns>
    public static bool TrySplit(ReadOnlySpan<byte> url, out int prefix)
    {
        var scheme = url.StartsWith("https://"u8) ? 8 : url.StartsWith("http://"u8) ? 7 : 0;
        prefix = scheme + Math.Max(0, url[scheme..].IndexOf((byte)'/'));
        return scheme != 0 && url.Length <= DestinationUrl.MaxBytes && IsPlainHost(url[scheme..prefix]) && !url[prefix..].ContainsAnyExcept(InTail);
    }

    // Names of letters and digits alone: no punycode, no IPv4 address (its last label begins with a digit), no port.
    private static bool IsPlainHost(ReadOnlySpan<byte> host)
    {
        if (host.Length is 0 or > LongestHost || host.ContainsAnyExcept(InHost) || host.IndexOf("--"u8) >= 0)
            return false;
        if (host[(host.LastIndexOf((byte)'.') + 1)..] is not [>= (byte)'a' and <= (byte)'z', ..])
            return false;
        foreach (var range in host.Split((byte)'.'))
        {
            var label = host[range];
            if (label.Length is 0 or > LongestLabel || label[0] == '-' || label[^1] == '-')
                return false;
        }

        return true;
    }
}
