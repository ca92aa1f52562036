using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Contracts;
using Tautan.Platform.Web;

namespace Tautan.Identity.Tokens;

/// <summary>
/// Sees a visitor's request as the visitor sent it: scheme, host and address are what the gateway says, and the certificate of the connection is
/// the gateway's, not the visitor's. Nobody else is believed; and what the gateway asks for itself says nothing of a host.
/// </summary>
internal static class ForwardedCalls
{
    private const string Host = "X-Forwarded-Host";

    public static void UseForwardedCalls(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Request.Headers;
        if (context.Features.Get<CallContext>()?.Caller != ServiceNames.Gateway || headers[Host].ToString() is not { Length: > 0 } host)
            return next(context);
        context.Request.Host = new HostString(host);
        context.Request.Scheme = headers["X-Forwarded-Proto"].ToString() is "https" ? "https" : "http";
        context.Connection.RemoteIpAddress = IPAddress.TryParse(headers["X-Forwarded-For"], out var address) ? address : null;
        context.Features.Set<ITlsConnectionFeature>(NoCertificate.Instance);
        return next(context);
    });

    private sealed class NoCertificate : ITlsConnectionFeature
    {
        public static readonly NoCertificate Instance = new();

        public X509Certificate2? ClientCertificate
        {
            get => null;
            set { }
        }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
