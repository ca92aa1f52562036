using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary>The upper part of <c>links show</c>: what a link is.</summary>
internal static class LinkFacts
{
    public static IEnumerable<(string Name, Cell Value)> Of(JsonElement link, JsonElement health)
    {
        yield return ("shortUrl", LinkReading.ShortUrl(link));
        yield return ("id", LinkReading.Id(link));
        yield return ("title", link.Text("title"));
        yield return ("tags", string.Join(',', link.List("tags").Select(t => t.AsText())));
        yield return ("verdict", LinkReading.Verdict(link));
        yield return ("since", health.Moment("since"));
        yield return ("failedOver", link.Text("failedOver"));
        yield return ("serving", LinkReading.Serving(link));
        yield return ("fallbackUrl", link.Text("fallbackUrl"));
        yield return ("redirectStatus", link.Text("redirectStatus"));
        yield return ("forwardQuery", link.Text("forwardQuery"));
        yield return ("enabled", link.Text("enabled"));
        yield return ("startsAt", link.Moment("startsAt"));
        yield return ("expiresAt", link.Moment("expiresAt"));
        yield return ("createdAt", link.Moment("createdAt"));
        yield return ("updatedAt", link.Moment("updatedAt"));
    }
}
