using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Tautan.Links.Creating;
using Tautan.Platform.Web;

namespace Tautan.Links.Importing.Sources;

/// <summary>
/// Comma-separated values with any headers (RFC 4180; semicolons, tabs and bars too): those that are mapped, and those whose names say
/// what they are, as our own export, Shlink's and Bitly's have them.
/// </summary>
internal sealed class CsvFile(Func<Stream> open, IReadOnlyDictionary<string, string> map) : IImportSource
{
    private const int LongestField = 100_000;

    private static readonly Dictionary<string, string[]> Guesses = new(StringComparer.Ordinal)
    {
        ["url"] = ["url", "longurl", "originalurl", "destination", "destinationurl", "target", "targeturl", "redirecturl", "fullurl", "original"],
        ["urls"] = ["urls", "destinations"],
        ["slug"] = ["slug", "shortcode", "keyword", "alias", "backhalf", "custombackhalf", "code", "key", "address", "path"],
        ["shortUrl"] = ["shorturl", "bitlink", "shortlink", "link", "short"],
        ["domain"] = ["domain", "host"],
        ["title"] = ["title", "name"],
        ["description"] = ["description"],
        ["notes"] = ["notes", "note", "comment", "comments"],
        ["tags"] = ["tags", "tag", "labels", "keywords"],
        ["owner"] = ["owner"],
        ["metadata"] = ["metadata"],
        ["utm"] = ["utm"],
        ["redirectStatus"] = ["redirectstatus"],
        ["forwardQuery"] = ["forwardquery"],
        ["pathSuffix"] = ["pathsuffix"],
        ["startsAt"] = ["startsat", "validsince", "starts"],
        ["expiresAt"] = ["expiresat", "expires", "expiry", "expirydate", "expiration", "expirationdate", "validuntil", "expireson"],
        ["enabled"] = ["enabled", "active"],
        ["archived"] = ["archived"],
        ["fallbackUrl"] = ["fallbackurl"],
        ["maxVisits"] = ["maxvisits"],
        ["clicks"] = ["clicks", "importedclicks", "visits", "visitscount", "visitcount", "hits", "totalclicks", "engagements"],
        ["createdAt"] = ["createdat", "created", "datecreated", "creationdate", "createdon", "timestamp", "date"],
        ["health"] = ["health"],
    };

    public static readonly IReadOnlyCollection<string> Known = Guesses.Keys;

    public long? Total => null;

    public async IAsyncEnumerable<ImportedRow> ReadAsync(long taken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is no UTF-8 must be seen and not be replaced; a byte order mark tells of UTF-16.
        await using var stream = open();
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true, 1 << 16);
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter(),
            Mode = CsvMode.RFC4180,
            BadDataFound = null,
            MaxFieldSize = LongestField,
            IgnoreBlankLines = true,
        });
        if (!await NextAsync(parser))
            throw new ImportException("The file is empty: its first line must name the columns.");
        var columns = ColumnsOf(parser.Record!);
        for (var row = 0L; ; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ImportedRow? wrong = null;
            try
            {
                if (!await parser.ReadAsync())
                    yield break;
            }
            catch (CsvHelperException)
            {
                wrong = ImportedRow.Wrong(parser.RawRow, "", $"cannot be read: a field has more than {LongestField} characters, or a quotation mark does not end");
            }

            if (row >= taken)
                yield return wrong ?? Row(parser.RawRow, parser.Record!, columns);
            if (wrong is not null)
                yield break;
        }
    }

    // The one that the names of the columns are apart by: what is in the rows may be anything.
    private string Delimiter()
    {
        using var text = new StreamReader(open(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 4096);
        var counts = ",;\t|".ToDictionary(candidate => candidate, _ => 0);
        var isQuoted = false;
        for (var read = 0; read < LongestField && text.Read() is >= 0 and var c && (isQuoted || c is not ('\r' or '\n')); read++)
        {
            if (c == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && counts.TryGetValue((char)c, out var count))
                counts[(char)c] = count + 1;
        }

        return counts.MaxBy(pair => pair.Value).Key.ToString();
    }

    private static async Task<bool> NextAsync(CsvParser parser)
    {
        try
        {
            return await parser.ReadAsync();
        }
        catch (CsvHelperException)
        {
            throw new ImportException("The first line of the file cannot be read as names of columns.");
        }
    }

    private Dictionary<string, int> ColumnsOf(string[] header)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (field, column) in map)
        {
            var place = Array.FindIndex(header, name => name.Trim().Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));
            if (place < 0)
                throw new ImportException($"There is no column {column}: the file has {string.Join(", ", header)}.");
            columns[field] = place;
        }

        var plain = Array.ConvertAll(header, Plain);
        foreach (var (field, names) in Guesses.Where(guess => !columns.ContainsKey(guess.Key)))
        {
            var place = names.Select(name => Array.IndexOf(plain, name)).FirstOrDefault(found => found >= 0 && !columns.ContainsValue(found), -1);
            if (place >= 0)
                columns[field] = place;
        }

        if (!columns.ContainsKey("url") && !columns.ContainsKey("urls"))
            throw new ImportException($"No column is the destination: the file has {string.Join(", ", header)}. Say which it is with a map of url.");
        return columns;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static ImportedRow Row(long line, string[] record, Dictionary<string, int> columns)
    {
        if (record.Any(field => field.Contains('\uFFFD', StringComparison.Ordinal)))
            return ImportedRow.Wrong(line, "", "must be UTF-8 (or UTF-16 with a byte order mark)");
        try
        {
            return Read(line, name => columns.TryGetValue(name, out var place) && place < record.Length && record[place].Length != 0 ? record[place] : null);
        }
        catch (FieldException exception)
        {
            return ImportedRow.Wrong(line, exception.Field, exception.Message);
        }
    }

    private static ImportedRow Read(long line, Func<string, string?> get)
    {
        var url = get("url");
        var slug = get("slug") ?? (get("shortUrl") is { } shortUrl ? Fields.SlugOf(shortUrl) : null);
        return new ImportedRow(line, new LinkRequest
        {
            Slug = string.IsNullOrWhiteSpace(slug) ? null : slug.Trim(),
            Domain = get("domain") ?? (get("shortUrl") is { } address ? Fields.DomainOf(address) : null),
            Destinations = get("urls") is { } several ? [.. several.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(each => new DestinationRequest { Url = each })] : Fields.To(url),
            Title = Fields.Title(get("title"), url),
            Description = get("description"),
            Notes = get("notes"),
            Tags = TagsOf(get("tags")),
            Owner = get("owner"),
            Metadata = Json<Dictionary<string, string?>>(get("metadata"), "metadata"),
            Utm = Json<UtmRequest>(get("utm"), "utm"),
            RedirectStatus = Number<int>(get("redirectStatus"), "redirectStatus"),
            ForwardQuery = Truth(get("forwardQuery"), "forwardQuery"),
            PathSuffix = Truth(get("pathSuffix"), "pathSuffix"),
            StartsAt = Instant(get("startsAt"), "startsAt"),
            ExpiresAt = Instant(get("expiresAt"), "expiresAt"),
            Enabled = Truth(get("enabled"), "enabled"),
            Archived = Truth(get("archived"), "archived"),
            FallbackUrl = get("fallbackUrl"),
            MaxVisits = Number<int>(get("maxVisits"), "maxVisits"),
            Health = Json<HealthRequest>(get("health"), "health"),
        })
        {
            CreatedAt = Instant(get("createdAt"), "createdAt"),
            Clicks = Number<long>(get("clicks"), "clicks") ?? 0,
        };
    }

    private static List<string>? TagsOf(string? text) => text is null
        ? null
        : [.. text.Trim('[', ']').Split([',', ';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(tag => tag.Trim('"', '\'')).Where(tag => tag.Length != 0)];

    private static DateTimeOffset? Instant(string? text, string field) => text is null ? null
        : Fields.TryInstant(text, out var instant) ? instant
        : throw new FieldException(field, "must be a date and time, such as 2026-01-31T12:00:00Z or 2026-01-31 12:00:00");

    private static T? Number<T>(string? text, string field)
        where T : struct, IBinaryInteger<T> => text is null ? null
        : T.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FieldException(field, "must be a whole number");

    private static bool? Truth(string? text, string field) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "true" or "yes" or "1" or "on" => true,
        "false" or "no" or "0" or "off" => false,
        _ => throw new FieldException(field, "must be true or false"),
    };

    private static T? Json<T>(string? text, string field)
        where T : class
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<T>(text, JsonBody.Options);
        }
        catch (JsonException)
        {
            throw new FieldException(field, "must be a JSON object as a link has it");
        }
    }

    private sealed class FieldException(string field, string message) : Exception(message)
    {
        public string Field { get; } = field;
    }
}
