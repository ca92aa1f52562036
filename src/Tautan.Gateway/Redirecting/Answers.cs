using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tautan.Gateway.Redirecting;

/// <summary>Writes answers onto the server's own features.</summary>
internal static class Answers
{
    public const string NotCached = "private, max-age=0";
    public const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Redirect(IHttpRequestFeature request, IHttpResponseFeature response, int status, string location)
    {
        response.StatusCode = status;
        var headers = response.Headers;
        headers.Location = location;
        headers.CacheControl = NotCached;
        // The server says so of a GET by itself, and a HEAD has the same headers (RFC 9110 §9.3.2).
        if (HttpMethods.IsHead(request.Method))
            headers.ContentLength = 0;
    }

    public static Task Page(IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response, ErrorPage page, PageForm form)
    {
        var (type, body) = form switch
        {
            PageForm.Json => ("application/problem+json", page.Json),
            PageForm.Text => ("text/plain; charset=utf-8", page.Text),
            _ => ("text/html; charset=utf-8", page.Html),
        };
        return Page(features, request, response, page.Status, type, body);
    }

    /// <summary>A page that is good for now, in one of several forms.</summary>
    public static Task Page(
        IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response, int status, string type, ReadOnlyMemory<byte> body)
    {
        response.Headers.CacheControl = NotCached;
        response.Headers.Vary = "Accept";
        response.Headers.ContentSecurityPolicy = PagePolicy;
        return Body(features, request, response, status, type, body);
    }

    public static Task Body(
        IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response, int status, string type, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        response.Headers.ContentType = type;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentLength = body.Length;
        if (HttpMethods.IsHead(request.Method))
            return Task.CompletedTask;
        var write = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body);
        return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
    }
}
