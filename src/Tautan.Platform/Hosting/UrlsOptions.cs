using System.Net;

namespace Tautan.Platform.Hosting;

/// <summary>Where an installation is reached. Section <c>Urls</c>; read by every service.</summary>
public sealed class UrlsOptions
{
    public const string Section = "Urls";

    /// <summary>Where the gateway listens for everybody: <c>http://address:port</c>.</summary>
    public string Public { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Where health and metrics answer. Not for everybody.</summary>
    public string Operations { get; set; } = "http://127.0.0.1:8081";

    /// <summary>What the outside calls this installation: in short URLs, as issuer, in User-Agent. Default: <see cref="Public"/>, a wildcard address read as localhost.</summary>
    public string? Base { get; set; }

    /// <summary><see cref="Base"/> or its default, without a slash at the end.</summary>
    public Uri BaseUri()
    {
        if (Base is { Length: > 0 })
            return new Uri(Base.TrimEnd('/'), UriKind.Absolute);
        var uri = new Uri(Public.Split(';')[0], UriKind.Absolute);
        var isWildcard = uri.Host is "+" or "*" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
        return isWildcard ? new UriBuilder(uri) { Host = "localhost" }.Uri : uri;
    }

    /// <summary>What is wrong with these settings, by key; empty where nothing is.</summary>
    public IEnumerable<(string Key, string? Value, string Expected)> Problems()
    {
        foreach (var (key, value) in new[] { (nameof(Public), Public), (nameof(Operations), Operations) })
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/"
                || (!IPAddress.TryParse(uri.Host.Trim('[', ']'), out _) && uri.Host != "localhost"))
            {
                yield return (key, value, "http://ADDRESS:PORT with an IP address or localhost");
            }
        }

        if (Base is { Length: > 0 } && (!Uri.TryCreate(Base, UriKind.Absolute, out var baseUri) || (baseUri.Scheme != Uri.UriSchemeHttp && baseUri.Scheme != Uri.UriSchemeHttps)
            || baseUri.PathAndQuery != "/" || baseUri.UserInfo.Length != 0))
        {
            yield return (nameof(Base), Base, "http:// or https://, a host and at most a port");
        }
    }
}
