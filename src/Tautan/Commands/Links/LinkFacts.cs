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
        yield return ("description", link.Text("description"));
        yield return ("notes", link.Text("notes"));
        yield return ("owner", link.Text("owner"));
        yield return ("tags", string.Join(',', link.List("tags").Select(t => t.AsText())));
        yield return ("verdict", LinkReading.Verdict(link));
        yield return ("since", health.Moment("since"));
        yield return ("failedOver", link.Text("failedOver"));
        yield return ("serving", LinkReading.Serving(link));
        yield return ("fallbackUrl", link.Text("fallbackUrl"));
        yield return ("redirectStatus", link.Text("redirectStatus"));
        yield return ("forwardQuery", link.Text("forwardQuery"));
        yield return ("pathSuffix", link.Text("pathSuffix"));
        foreach (var (name, value) in MembersOf(link, "utm"))
            yield return ($"utm.{name}", value);
        foreach (var (name, value) in MembersOf(link, "metadata"))
            yield return ($"metadata.{name}", value);
        yield return ("enabled", link.Text("enabled"));
        yield return ("archived", link.Text("archived"));
        yield return ("startsAt", link.Moment("startsAt"));
        yield return ("expiresAt", link.Moment("expiresAt"));
        yield return ("maxVisits", link.Text("maxVisits"));
        yield return ("importedClicks", link.Text("importedClicks") is "0" ? null : link.Text("importedClicks"));
        var page = link.Member("page") ?? default;
        yield return ("page.title", page.Text("title"));
        yield return ("page.error", page.Text("error"));
        yield return ("createdBy", link.Text("createdBy"));
        yield return ("createdAt", link.Moment("createdAt"));
        yield return ("updatedAt", link.Moment("updatedAt"));
    }

    private static IEnumerable<(string Name, string? Value)> MembersOf(JsonElement link, string name) =>
        link.Member(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject().Select(m => (m.Name, m.Value.AsText())) : [];
}
