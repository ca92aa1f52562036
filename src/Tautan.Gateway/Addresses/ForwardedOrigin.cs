using Microsoft.AspNetCore.Http;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Addresses;

/// <summary>What the visitor asked: the scheme and the host as trusted proxies tell them, else as they came here.</summary>
internal sealed class ForwardedOrigin(VisitorAddress visitor)
{
    public string SchemeOf(HttpContext context)
    {
        var told = !visitor.IsTrusted(context.Connection.RemoteIpAddress) ? null
            : context.Request.Headers["X-Forwarded-Proto"] is [{ } header] ? header
            : visitor.HopOf(context.Connection.RemoteIpAddress, context.Request.Headers).Proto;
        return told is "http" or "https" ? told : context.Request.Scheme;
    }

    public string HostOf(HttpContext context)
    {
        var told = !visitor.IsTrusted(context.Connection.RemoteIpAddress) ? null
            : context.Request.Headers["X-Forwarded-Host"] is [{ } header] ? header
            : visitor.HopOf(context.Connection.RemoteIpAddress, context.Request.Headers).Host;
        return told is not null && Uri.CheckHostName(HostName.Of(told).ToString()) != UriHostNameType.Unknown ? told : context.Request.Host.Value ?? "";
    }
}
