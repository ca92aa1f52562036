using System.Diagnostics.CodeAnalysis;
using Tautan.Platform.Urls;

namespace Tautan.Health.Probing;

/// <summary>URLs that can be fetched.</summary>
internal static class ProbeUrl
{
    /// <summary>The URL of a destination, as it is sent to a visitor.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        var sent = DestinationUrl.TryParse(text, out var destination, out _) ? destination.Location : text;
        return Uri.TryCreate(sent, UriKind.Absolute, out var given) && TryRead(given, out url);
    }

    /// <summary>The URL without its fragment and credentials; false where it is not http or https, or its host is no name at all.</summary>
    public static bool TryRead(Uri candidate, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        if (!candidate.IsAbsoluteUri || (candidate.Scheme != Uri.UriSchemeHttp && candidate.Scheme != Uri.UriSchemeHttps)) return false;
        try
        {
            if (candidate.IdnHost.Length == 0 || candidate.Port is < 1 or > 65535) return false;
            url = candidate.Fragment.Length == 0 && candidate.UserInfo.Length == 0
                ? candidate
                : new UriBuilder(candidate) { Fragment = "", UserName = "", Password = "" }.Uri;
            return true;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}
