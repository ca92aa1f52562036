using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Tautan.Health.Probing;

/// <summary>Where a redirect leads.</summary>
internal static class Location
{
    /// <summary>As long as a URL may be; browsers and servers give up sooner.</summary>
    private const int MaxLength = 8192;

    /// <summary>Whether a browser would follow it (Fetch §2.2.6, "redirect status"), with or without a usable Location.</summary>
    public static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    /// <summary>The URL of the next request: absolute, http or https, without fragment.</summary>
    public static bool TryGetNext(HttpResponseMessage response, Uri current, [NotNullWhen(true)] out Uri? next)
    {
        next = null;
        if (!response.Headers.NonValidated.TryGetValues("Location", out var values) || values.Count != 1) return false;

        var text = values.ToString().Trim();
        return text.Length is > 0 and <= MaxLength
            && Uri.TryCreate(current, text, out var combined)
            && ProbeUrl.TryRead(combined, out next);
    }
}
