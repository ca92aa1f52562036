using System.Globalization;

namespace Tautan.Platform.Outbound;

/// <summary>Where to connect.</summary>
/// <param name="Host">A name in ASCII, or an address in any spelling.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Tls">Whether to make a TLS session with <paramref name="Host"/>.</param>
/// <param name="Http2">Whether to offer HTTP/2 (ALPN); only with TLS.</param>
public sealed record OutboundEndpoint(string Host, int Port, bool Tls, bool Http2)
{
    /// <summary>Host and port as a URL has them (RFC 3986 §3.2): an IPv6 address in brackets.</summary>
    public string Authority => string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) && !Host.StartsWith('[') ? $"[{Host}]" : Host)}:{Port}");

    /// <summary>On whose behalf; null: on the operator's own.</summary>
    public Guid? Workspace { get; init; }

    /// <summary>Takes any certificate: one that ended, is for another name, or leads to no trusted root.</summary>
    public bool IgnoreCertificateErrors { get; init; }

    /// <summary>The endpoint of an absolute http or https URL.</summary>
    /// <exception cref="UriFormatException">The host is a name that IDNA cannot write.</exception>
    public static OutboundEndpoint Of(Uri url) => new(url.IdnHost, url.Port, url.Scheme == Uri.UriSchemeHttps, Http2: true);
}
