using Microsoft.AspNetCore.Http.Features;
using Tautan.Contracts.Clicks;
using Tautan.Gateway.Redirecting.Previews;
using Tautan.Gateway.Redirecting.QrCodes;

namespace Tautan.Gateway.Redirecting;

/// <summary>Answers for links that are to be shown and not followed (<see cref="SlugEnding"/>).</summary>
internal sealed class ShownLinks(PreviewAnswer preview, QrCodeAnswer qrCode)
{
    /// <param name="resolution">Of kind <see cref="ClickKind.Preview"/> or <see cref="ClickKind.Qr"/>.</param>
    /// <param name="target">The request target, with the ending.</param>
    /// <param name="features">The request's.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">Its response.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public Task Answer(
        in Resolution resolution, RequestTarget target, IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response, long now)
    {
        SlugDecoder.TryDecode(target.Path, stackalloc byte[256], out var slug);
        SlugEnding.Split(slug, out var bare);
        var path = ShortUrls.PathOf(bare);
        return resolution.Kind == ClickKind.Qr
            ? qrCode.Write(resolution, path, features, request, response, now)
            : preview.Write(resolution, path, features, request, response, now);
    }
}
