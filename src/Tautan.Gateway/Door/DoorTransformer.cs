using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Tautan.Contracts.Access;
using Tautan.Gateway.Addresses;
using Yarp.ReverseProxy.Forwarder;

namespace Tautan.Gateway.Door;

/// <summary>
/// What changes on the way in and out: what a visitor says about who it is stays outside, what the services say to one
/// another stays inside. YARP itself removes the hop-by-hop headers that it knows, both ways; those that <c>Connection</c>
/// names (RFC 9110 §7.6.1) are removed here.
/// </summary>
internal sealed class DoorTransformer(VisitorAddress visitor, RevisionWait revisions) : HttpTransformer
{
    private static readonly string[] FromProxies =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-IP"];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var incoming = httpContext.Request.Headers;
        var address = visitor.Of(httpContext.Features, incoming);
        var scheme = Scheme(httpContext);
        foreach (var name in incoming.Keys.Where(IsInternal).Concat(FromProxies).Concat(NamedByConnection(incoming.Connection)).ToList())
            incoming.Remove(name);

        // The key has done its work; services know the principal.
        incoming.Authorization = default;
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        if (httpContext.Features.Get<Principal>() is { } principal)
        {
            headers.Add(InternalHeaders.Workspace, principal.Workspace.ToString());
            headers.Add(InternalHeaders.Subject, principal.Subject);
            headers.Add(InternalHeaders.Scopes, string.Join(' ', principal.Scopes));
        }

        if (address is not null)
            headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
        headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
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

    private static IEnumerable<string> NamedByConnection(StringValues connection) => connection
        .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static bool IsInternal(string name) => name.StartsWith(InternalHeaders.Prefix, StringComparison.OrdinalIgnoreCase);

    private string Scheme(HttpContext context)
    {
        var forwarded = context.Request.Headers["X-Forwarded-Proto"].ToString();
        return visitor.IsTrusted(context.Connection.RemoteIpAddress) && forwarded is ("http" or "https") ? forwarded : context.Request.Scheme;
    }
}
