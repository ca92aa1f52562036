using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using Tautan.Contracts.Access;
using Tautan.Gateway.Access;
using Tautan.Gateway.Addresses;
using Tautan.Platform.Resilience;
using Tautan.Platform.Web;
using Yarp.ReverseProxy.Forwarder;

namespace Tautan.Gateway.Door;

/// <summary>
/// What changes on the way in and out: what a visitor says about who it is stays outside, what the services say to one
/// another stays inside. YARP itself removes the hop-by-hop headers that it knows, both ways; those that <c>Connection</c>
/// names (RFC 9110 §7.6.1) are removed here.
/// </summary>
internal sealed class DoorTransformer(VisitorAddress visitor, ForwardedOrigin origin, RevisionWait revisions) : HttpTransformer
{
    private static readonly string[] FromProxies =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-IP"];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var incoming = httpContext.Request.Headers;
        var address = visitor.Of(httpContext.Features, incoming);
        var scheme = origin.SchemeOf(httpContext);
        var host = origin.HostOf(httpContext);
        foreach (var name in incoming.Keys.Where(IsInternal).Concat(FromProxies).Concat(NamedByConnection(incoming.Connection)).ToList())
            incoming.Remove(name);

        // The key has done its work; services get a token of this gateway's.
        incoming.Authorization = default;
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        if (httpContext.Features.Get<Grant>() is { } grant)
            headers.TryAddWithoutValidation("Authorization", "Bearer " + grant.Token);
        if (address is not null)
            headers.TryAddWithoutValidation("X-Forwarded-For", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        headers.TryAddWithoutValidation("X-Forwarded-Host", host);
        headers.Host = null;
        var deadline = httpContext.Features.GetRequiredFeature<CallDeadline>();
        headers.Add(InternalHeaders.Timeout, deadline.Left);
        proxyRequest.Options.Set(CallDeadline.Key, deadline);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return true;
        var goesOn = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var headers = httpContext.Response.Headers;
        if (StreamedAnswer.Is(httpContext) || proxyResponse.RequestMessage?.Headers.Protocol is not null)
            LastForEver(httpContext);
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

    // However long it takes, and however slowly it is read.
    private static void LastForEver(HttpContext context)
    {
        context.Features.GetRequiredFeature<CallDeadline>().Lift();
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answer)
            answer.MinDataRate = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } request)
            request.MinDataRate = null;
    }
}
