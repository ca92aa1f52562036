using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tautan.Links.Importing.Sources;
using Tautan.Platform.Web;

namespace Tautan.Links.Exporting;

/// <summary>A link as a row; what has parts is written as JSON, tags with bars between them.</summary>
internal static class CsvExport
{
    private static readonly JsonSerializerOptions Parts = new(JsonBody.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static readonly IReadOnlyList<string> Columns =
    [
        "shortUrl", "domain", "slug", "url", "urls", "title", "description", "notes", "tags", "owner", "metadata", "utm", "redirectStatus", "forwardQuery", "pathSuffix",
        "startsAt", "expiresAt", "enabled", "archived", "fallbackUrl", "maxVisits", "clicks", "createdAt", "health",
    ];

    public static IReadOnlyList<string?> Of(ExportedLink link) =>
    [
        link.ShortUrl, link.Domain, link.Slug, link.Destinations![0]!.Url, link.Destinations.Count == 1 ? null : string.Join(' ', link.Destinations.Select(destination => destination!.Url!.Replace(" ", "%20", StringComparison.Ordinal))),
        link.Title, link.Description, link.Notes, string.Join('|', link.Tags ?? []), link.Owner, Json(link.Metadata), Json(link.Utm),
        link.RedirectStatus?.ToString(CultureInfo.InvariantCulture), Word(link.ForwardQuery), Word(link.PathSuffix), Instant(link.StartsAt), Instant(link.ExpiresAt), Word(link.Enabled), Word(link.Archived),
        link.FallbackUrl, link.MaxVisits?.ToString(CultureInfo.InvariantCulture), link.ImportedClicks?.ToString(CultureInfo.InvariantCulture), Instant(link.CreatedAt), Json(link.Health),
    ];

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Parts);

    private static string? Word(bool? value) => value switch { null => null, true => "true", _ => "false" };

    private static string? Instant(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
