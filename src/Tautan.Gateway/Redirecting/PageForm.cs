using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Tautan.Gateway.Redirecting;

/// <summary>The forms a page has, best first where a visitor does not mind.</summary>
internal enum PageForm
{
    Html,
    Json,
    Text,
}

/// <summary>Which form a visitor wants (RFC 9110 §12.5.1).</summary>
internal static class PageForms
{
    private static readonly (PageForm Form, StringSegment[] Types)[] Offers =
    [
        (PageForm.Html, ["text/html"]),
        (PageForm.Json, ["application/problem+json", "application/json"]),
        (PageForm.Text, ["text/plain"]),
    ];

    public static PageForm Of(StringValues accept)
    {
        // Every browser, and whoever does not mind.
        if (accept.Count == 0 || (accept.Count == 1 && (accept[0] == "*/*" || accept[0]!.StartsWith("text/html", StringComparison.Ordinal))))
            return PageForm.Html;
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var wanted))
            return PageForm.Html;
        return Offers.MaxBy(offer => Quality(offer.Types, wanted)).Form;
    }

    private static double Quality(StringSegment[] types, IList<MediaTypeHeaderValue> wanted) =>
        types.Max(type => wanted
            .Where(range => new MediaTypeHeaderValue(type).IsSubsetOf(range))
            .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault());
}
