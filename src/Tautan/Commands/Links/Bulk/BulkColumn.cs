using System.Globalization;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Links.Bulk;

/// <summary>A column of a table of links: what its heading means, and how its cells are read.</summary>
/// <param name="Heading">As the table has it.</param>
/// <param name="Put">Puts a cell that is not empty into a link; what is wrong with it is a <see cref="CommandFailure"/>.</param>
internal sealed record BulkColumn(string Heading, Action<string, JsonObject> Put)
{
    private const string MetadataPrefix = "metadata.";

    /// <summary>The headings there are; upper case, spaces, hyphens, underscores and dots in them are no matter.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "url", "url2 to url16", "destinations", "slug", "domain", "title", "description", "notes", "tags", "owner", "redirectStatus", "forwardQuery", "pathSuffix",
        "startsAt", "expiresAt", "enabled", "archived", "fallbackUrl", "maxVisits", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "metadata.KEY",
    ];

    /// <summary>The column of that heading; null: it is none of ours.</summary>
    /// <param name="heading">As the table has it.</param>
    /// <param name="zone">Where a time without a zone is meant to be.</param>
    public static BulkColumn? Of(string heading, TimeZoneInfo zone)
    {
        var trimmed = heading.Trim();
        if (trimmed.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase) && trimmed.Length > MetadataPrefix.Length)
            return new(trimmed, (text, link) => Inner(link, "metadata")[trimmed[MetadataPrefix.Length..]] = text);
        var name = Plain(trimmed);
        Action<string, JsonObject>? put = name switch
        {
            "url" or "destination" or "longurl" => AddUrl,
            "destinations" or "urls" => AddUrls,
            "slug" => Text("slug"),
            "domain" => Text("domain"),
            "title" => Text("title"),
            "description" => Text("description"),
            "notes" => Text("notes"),
            "owner" => Text("owner"),
            "tags" or "tag" => (text, link) => link["tags"] = new JsonArray([.. TagsOf(text).Select(tag => JsonValue.Create(tag))]),
            "redirectstatus" => Number("redirectStatus"),
            "forwardquery" => Flag("forwardQuery"),
            "pathsuffix" => Flag("pathSuffix"),
            "startsat" => Moment("startsAt", trimmed, zone),
            "expiresat" => Moment("expiresAt", trimmed, zone),
            "enabled" => Flag("enabled"),
            "archived" => Flag("archived"),
            "fallbackurl" => Text("fallbackUrl"),
            "maxvisits" => Number("maxVisits"),
            "utmsource" or "utmmedium" or "utmcampaign" or "utmterm" or "utmcontent" => (text, link) => Inner(link, "utm")[name[3..]] = text,
            _ when name.StartsWith("url", StringComparison.Ordinal) && int.TryParse(name[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 2 and <= 16 => AddUrl,
            _ => null,
        };
        return put is null ? null : new(trimmed, put);
    }

    /// <summary>A heading without what people write in one way or another.</summary>
    private static string Plain(string heading) => string.Concat(heading.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static IEnumerable<string> TagsOf(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal);

    private static JsonObject Inner(JsonObject link, string name)
    {
        if (link[name] is JsonObject inner)
            return inner;
        inner = [];
        link[name] = inner;
        return inner;
    }

    private static void AddUrl(string url, JsonObject link)
    {
        if (link["destinations"] is not JsonArray urls)
            link["destinations"] = urls = [];
        urls.Add(new JsonObject { ["url"] = url });
    }

    private static void AddUrls(string urls, JsonObject link)
    {
        foreach (var url in urls.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            AddUrl(url, link);
    }

    private static Action<string, JsonObject> Text(string name) => (text, link) => link[name] = text;

    private static Action<string, JsonObject> Number(string name) => (text, link) =>
        link[name] = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, "a number", text);

    private static Action<string, JsonObject> Flag(string name) => (text, link) => link[name] = text.ToLowerInvariant() switch
    {
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => throw Wrong(name, "true or false", text),
    };

    private static Action<string, JsonObject> Moment(string name, string heading, TimeZoneInfo zone) => (text, link) =>
        link[name] = Moments.Read(text, heading, zone).ToString("O", CultureInfo.InvariantCulture);

    private static CommandFailure Wrong(string name, string expected, string text) => new(ExitCodes.Failed, $"{name} must be {expected}, but is \"{text}\"");
}
