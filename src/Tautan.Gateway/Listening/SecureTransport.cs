using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Gateway.Addresses;

namespace Tautan.Gateway.Listening;

/// <summary>What keeps visitors on TLS: plain HTTP that is sent to https, and <c>Strict-Transport-Security</c> (RFC 6797).</summary>
/// <param name="options">The gateway's settings.</param>
/// <param name="visitor">Whom to believe that a request came over TLS.</param>
/// <param name="baseHost">The installation's own host, for a request that names none.</param>
internal sealed class SecureTransport(GatewayOptions options, VisitorAddress visitor, string baseHost)
{
    /// <summary>What certificate authorities fetch over plain HTTP (RFC 8555 §8.3).</summary>
    private const string Challenges = "/.well-known/acme-challenge/";

    private readonly string _port = options.HttpsRedirectPort == 443 ? "" : ":" + options.HttpsRedirectPort.ToString(CultureInfo.InvariantCulture);

    /// <summary>The value of <c>Strict-Transport-Security</c> in answers over TLS; null: none.</summary>
    public string? Policy { get; } = options.HstsSeconds == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"max-age={options.HstsSeconds}{(options.HstsSubDomains ? "; includeSubDomains" : "")}");

    /// <summary>Whether plain HTTP is sent to https at all.</summary>
    public bool SendsToHttps { get; } = options.HttpsRedirectPort != 0;

    /// <summary>Whether a request must be asked again over TLS.</summary>
    public bool IsToBeSecured(IFeatureCollection features, IHttpRequestFeature request) =>
        SendsToHttps && request.Scheme == Uri.UriSchemeHttp && request.RawTarget is not "*"
        && !request.Path.StartsWith(Challenges, StringComparison.Ordinal) && !IsSecuredBefore(features, request.Headers);

    /// <summary>Where a request is to be asked again.</summary>
    public string Location(IHttpRequestFeature request)
    {
        var authority = request.Headers.Host.ToString();
        var host = authority.Length == 0 ? baseHost : new HostString(authority).Host;
        var target = request.RawTarget;
        return $"https://{host}{_port}{(target.StartsWith('/') ? target : request.Path + request.QueryString)}";
    }

    // The proxy took TLS off.
    private bool IsSecuredBefore(IFeatureCollection features, IHeaderDictionary headers) =>
        headers["X-Forwarded-Proto"].ToString() == Uri.UriSchemeHttps
        && visitor.IsTrusted((features as IHttpConnectionFeature ?? features.GetRequiredFeature<IHttpConnectionFeature>()).RemoteIpAddress);
}
