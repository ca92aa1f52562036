using System.Net;

namespace Tautan.Platform.Hosting;

/// <summary>Where an installation is reached. Section <c>Urls</c>; read by every service.</summary>
public sealed class UrlsOptions
{
    public const string Section = "Urls";

    /// <summary>Where the gateway listens for everybody: <c>http://address:port</c> or <c>https://address:port</c>; several are separated by semicolons.</summary>
    public string Public { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Where health and metrics answer. Not for everybody.</summary>
    public string Operations { get; set; } = "http://127.0.0.1:8081";

    /// <summary>What the outside calls this installation: in short URLs, as issuer, in User-Agent. Default: the first of <see cref="Public"/>, a wildcard address read as localhost.</summary>
    public string? Base { get; set; }

    /// <summary><see cref="Public"/>, taken apart.</summary>
    public IReadOnlyList<Uri> PublicUris() => [.. Each(Public).Select(url => new Uri(url, UriKind.Absolute))];

    /// <summary><see cref="Base"/> or its default, without a slash at the end, an international name in ASCII.</summary>
    public Uri BaseUri()
    {
        if (Base is { Length: > 0 })
            return InAscii(new Uri(Base.TrimEnd('/'), UriKind.Absolute));
        return InAscii(Reachable(PublicUris()[0]));
    }

    // An international name is compared, and put into headers, in the form in which it is looked up (RFC 5890).
    private static Uri InAscii(Uri uri) => uri.HostNameType == UriHostNameType.Dns && uri.Host != uri.IdnHost ? new UriBuilder(uri) { Host = uri.IdnHost }.Uri : uri;

    /// <summary>What tokens name as their issuer (RFC 8414 §2): <see cref="BaseUri"/>, with a slash at the end.</summary>
    public string Issuer() => BaseUri().GetLeftPart(UriPartial.Authority) + "/";

    /// <summary>Where this machine itself reaches an address that somebody listens at: a wildcard is read as localhost.</summary>
    public static Uri Reachable(Uri uri)
    {
        var isWildcard = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        return isWildcard ? new UriBuilder(uri) { Host = "localhost" }.Uri : uri;
    }

    /// <summary>What is wrong with these settings, by key; empty where nothing is.</summary>
    public IEnumerable<(string Key, string? Value, string Expected)> Problems()
    {
        var urls = Each(Public);
        if (urls.Length == 0 || !urls.All(url => IsAddress(url, Uri.UriSchemeHttp, Uri.UriSchemeHttps)))
            yield return (nameof(Public), Public, "http://ADDRESS:PORT or https://ADDRESS:PORT with an IP address or localhost, several separated by semicolons");
        if (!IsAddress(Operations, Uri.UriSchemeHttp))
            yield return (nameof(Operations), Operations, "http://ADDRESS:PORT with an IP address or localhost");

        if (Base is { Length: > 0 } && (!Uri.TryCreate(Base, UriKind.Absolute, out var baseUri) || (baseUri.Scheme != Uri.UriSchemeHttp && baseUri.Scheme != Uri.UriSchemeHttps)
            || baseUri.PathAndQuery != "/" || baseUri.UserInfo.Length != 0))
        {
            yield return (nameof(Base), Base, "http:// or https://, a host and at most a port");
        }
    }

    private static string[] Each(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string url, params ReadOnlySpan<string> schemes) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme) && uri.PathAndQuery == "/"
        && (IPAddress.TryParse(uri.Host.Trim('[', ']'), out _) || uri.Host == "localhost");
}
