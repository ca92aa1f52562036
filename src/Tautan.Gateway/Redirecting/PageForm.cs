using Microsoft.Extensions.Primitives;
using Tautan.Platform.Web;

namespace Tautan.Gateway.Redirecting;

/// <summary>The forms a page has, best first where a visitor does not mind.</summary>
internal enum PageForm
{
    Html,
    Json,
    Text,
}

/// <summary>Which form a visitor wants.</summary>
internal static class PageForms
{
    private static readonly StringSegment[][] Types = [["text/html"], ["application/problem+json", "application/json"], ["text/plain"]];

    // The first case is every browser, and whoever does not mind.
    public static PageForm Of(StringValues accept) =>
        accept is [] or ["*/*"] || (accept is [{ } only] && only.StartsWith("text/html", StringComparison.Ordinal))
            ? PageForm.Html
            : (PageForm)Accepting.BestOf(Types, accept);
}
