using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Tautan.Platform.QrCodes;

namespace Tautan.Gateway.Redirecting.QrCodes;

/// <summary>Answers <c>slug/qr</c>.</summary>
internal sealed class QrCodeAnswer(ShortUrls shortUrls, ClickWriter clicks) : IDisposable
{
    private const string Cached = "public, max-age=3600";

    // One at a time: a flood of them must leave a core to the redirects.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Answers with the picture, by 304 where the visitor has it, or by 400 where it cannot be as he wants it.</summary>
    /// <param name="resolution">What is written down of it.</param>
    /// <param name="path">The link's own path.</param>
    /// <param name="features">The request's.</param>
    /// <param name="request">The request.</param>
    /// <param name="response">Its response.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public Task Write(in Resolution resolution, string path, IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response, long now)
    {
        if (!QrCodeRequest.TryParse(RequestTarget.Of(request.RawTarget).Query, request.Headers.Accept, out var wanted, out var wrong))
            return Refuse(wrong, features, request, response);
        var text = shortUrls.Of(request.Headers.Host.ToString(), path);
        var tag = new EntityTagHeaderValue(QrPicture.TagOf(text, wanted));
        if (!Has(request.Headers, tag))
            return DrawAsync(resolution, text, wanted, tag, features, request, response, now);
        clicks.Write(resolution with { Status = StatusCodes.Status304NotModified }, features, request, now);
        Describe(response, tag);
        response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    public void Dispose() => _turn.Dispose();

    private async Task DrawAsync(
        Resolution resolution,
        string text,
        QrCodeRequest wanted,
        EntityTagHeaderValue tag,
        IFeatureCollection features,
        IHttpRequestFeature request,
        IHttpResponseFeature response,
        long now)
    {
        await _turn.WaitAsync(features.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? CancellationToken.None);
        QrPicture picture;
        try
        {
            picture = await Task.Run(() => QrPicture.Of(text, wanted));
        }
        finally
        {
            _turn.Release();
        }

        if (picture.Body is not { } body)
        {
            await Refuse(picture.Problem, features, request, response);
            return;
        }

        clicks.Write(resolution, features, request, now);
        Describe(response, tag);
        await Answers.Body(features, request, response, StatusCodes.Status200OK, picture.Type, body);
    }

    private static void Describe(IHttpResponseFeature response, EntityTagHeaderValue tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = Cached;
        response.Headers.Vary = "Accept";
        response.Headers.ContentSecurityPolicy = Answers.PagePolicy;
    }

    private static Task Refuse(string? wrong, IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response) => Answers.Page(
        features,
        request,
        response,
        new ErrorPage(StatusCodes.Status400BadRequest, "qr_parameter_invalid", "Not a picture that can be drawn", wrong ?? ""),
        PageForms.Of(request.Headers.Accept));

    private static bool Has(IHeaderDictionary headers, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(headers.IfNoneMatch, out var tags)
        && tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
