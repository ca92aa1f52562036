using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Access;
using Tautan.Gateway.Addresses;
using Yarp.ReverseProxy.Forwarder;

namespace Tautan.Gateway.Door;

/// <summary>
/// What changes on the way in and out: what a visitor says about who it is stays outside, what the services say to one
/// another stays inside. YARP itself removes hop-by-hop headers (RFC 9110 §7.6.1) both ways.
/// </summary>
internal sealed class DoorTransformer(VisitorAddress visitor, RevisionWait revisions) : HttpTransformer
{
    private static readonly string[] FromProxies =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-IP"];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        foreach (var name in headers.Select(header => header.Key).Where(IsInternal).ToList())
            headers.Remove(name);
        foreach (var name in FromProxies)
            headers.Remove(name);
        if (proxyRequest.Content is { } content)
        {
            foreach (var name in content.Headers.Select(header => header.Key).Where(IsInternal).ToList())
                content.Headers.Remove(name);
        }

        // The key has done its work here; services know the principal.
        headers.Authorization = null;
        if (httpContext.Features.Get<Principal>() is { } principal)
        {
            headers.Add(InternalHeaders.Workspace, principal.Workspace.ToString());
            headers.Add(InternalHeaders.Subject, principal.Subject);
            headers.Add(InternalHeaders.Scopes, string.Join(' ', principal.Scopes));
        }

        if (visitor.Of(httpContext.Features, httpContext.Request.Headers) is { } address)
            headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
        headers.TryAddWithoutValidation("X-Forwarded-Proto", Scheme(httpContext));
        headers.TryAddWithoutValidation("X-Forwarded-Host", httpContext.Request.Host.Value);
        headers.Host = null;
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var goesOn = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var headers = httpContext.Response.Headers;
        var revision = headers[InternalHeaders.Revision].ToString();
        foreach (var name in headers.Keys.Where(IsInternal).ToList())
            headers.Remove(name);
        if (revision.Length != 0)
            await revisions.WaitAsync(revision, cancellationToken);
        return goesOn;
    }

    private static bool IsInternal(string name) => name.StartsWith(InternalHeaders.Prefix, StringComparison.OrdinalIgnoreCase);

    private string Scheme(HttpContext context)
    {
        var forwarded = context.Request.Headers["X-Forwarded-Proto"].ToString();
        return visitor.IsTrusted(context.Connection.RemoteIpAddress) && forwarded is ("http" or "https") ? forwarded : context.Request.Scheme;
    }
}
