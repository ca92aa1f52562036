using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Contracts.Clicks;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Clicks;
using Tautan.Gateway.Redirecting.Direct;

namespace Tautan.Gateway.Redirecting;

/// <summary>Makes the record of a click and hands it on.</summary>
internal sealed class ClickWriter(VisitorAddress visitor, IClickSink sink)
{
    [ThreadStatic]
    private static byte[]? Buffer;

    public void Write(in Resolution resolution, IFeatureCollection features, IHttpRequestFeature request, long now)
    {
        var buffer = Buffer ??= new byte[ClickRecord.MaxLength];
        var headers = request.Headers;
        var flags = (resolution.IsFailedOver ? ClickFlags.FailedOver : 0)
            | (headers["DNT"] is ["1"] ? ClickFlags.DoNotTrack : 0)
            | (headers["Sec-GPC"] is ["1"] ? ClickFlags.GlobalPrivacyControl : 0);
        var length = ClickRecord.Write(
            new Click
            {
                Time = now,
                Kind = resolution.Kind,
                Method = Methods.Of(request.Method),
                Flags = flags,
                Status = resolution.Status,
                Workspace = resolution.Workspace,
                Link = resolution.Link,
                Domain = resolution.Domain,
                Destination = resolution.Destination,
                Address = visitor.Of(features, headers),
                Host = headers.Host.ToString(),
                PathAndQuery = request.RawTarget,
                UserAgent = headers.UserAgent.ToString(),
                Referer = headers.Referer.ToString(),
                AcceptLanguage = headers.AcceptLanguage.ToString(),
            },
            buffer);
        sink.Append(buffer.AsSpan(0, length));
    }

    /// <param name="outcome">What the request came to.</param>
    /// <param name="head">The request.</param>
    /// <param name="address">The visitor's.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public void Write(in Outcome outcome, in RequestHead head, IPAddress? address, long now)
    {
        var buffer = Buffer ??= new byte[ClickRecord.MaxLength];
        var length = ClickRecord.Write(
            new Click
            {
                Time = now,
                Kind = outcome.Kind,
                Method = head.IsHead ? ClickMethod.Head : ClickMethod.Get,
                Flags = head.Flags | (outcome.IsFailedOver ? ClickFlags.FailedOver : 0),
                Status = outcome.Status,
                Workspace = outcome.Workspace,
                Link = outcome.Link,
                Domain = outcome.Domain,
                Destination = outcome.Destination,
                Address = address,
                Host = head.Host,
                PathAndQuery = head.Target,
                UserAgent = head.UserAgent,
                Referer = head.Referer,
                AcceptLanguage = head.AcceptLanguage,
            },
            buffer);
        sink.Append(buffer.AsSpan(0, length));
    }
}
