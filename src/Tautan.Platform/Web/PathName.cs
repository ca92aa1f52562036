using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tautan.Platform.Web;

/// <summary>A name at the end of a path, whatever is in it: routing leaves an encoded slash as it came.</summary>
public static class PathName
{
    /// <summary>The last segment of the path, decoded (RFC 3986 §2.1).</summary>
    public static string Last(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.IndexOf('?', StringComparison.Ordinal) is var end and >= 0 ? end : target.Length).TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
