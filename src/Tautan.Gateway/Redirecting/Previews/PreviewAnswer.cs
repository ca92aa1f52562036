using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Redirecting.Previews;

/// <summary>Answers <c>slug+</c>.</summary>
internal sealed class PreviewAnswer(Resolver resolver, ShortUrls shortUrls, ClickWriter clicks)
{
    /// <summary>Shows where a link goes: as a GET of it, without a query, would be answered at this moment.</summary>
    /// <param name="resolution">What is written down of it.</param>
    /// <param name="path">The link's own path.</param>
    /// <param name="features">The request's.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">Its response.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public Task Write(in Resolution resolution, string path, IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response, long now)
    {
        var host = request.Headers.Host.ToString();
        var form = PageForms.Of(request.Headers.Accept);
        var going = resolver.Resolve(host, RequestTarget.Of(path), HttpMethods.Get, now);

        // The table may have changed since it was seen that there is such a link.
        if (going is not { Kind: ClickKind.Redirect, Location: { } destination })
            return Answers.Page(features, request, response, ErrorPages.NotFound, form);
        clicks.Write(resolution, features, request, now);
        var (type, body) = new PreviewPage(shortUrls.Of(host, path), destination, going.Status).In(form);
        return Answers.Page(features, request, response, StatusCodes.Status200OK, type, body);
    }
}
