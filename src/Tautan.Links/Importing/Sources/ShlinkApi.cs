using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tautan.Links.Creating;

namespace Tautan.Links.Importing.Sources;

/// <summary>Shlink's REST API, version 3 (<c>GET /rest/v3/short-urls</c>, <c>X-Api-Key</c>), the oldest first.</summary>
internal sealed class ShlinkApi(ServiceApi api) : IImportSource
{
    private const int APage = 500;

    public long? Total { get; private set; }

    public async IAsyncEnumerable<ImportedRow> ReadAsync(long taken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = (taken / APage) + 1; ; page++)
        {
            var answer = await api.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"/rest/v3/short-urls?page={page}&itemsPerPage={APage}&orderBy=dateCreated-ASC"), ("X-Api-Key", api.ApiKey), cancellationToken);
            Total = answer.Number("shortUrls", "pagination", "totalItems");
            var before = (page - 1) * APage;
            var entries = 0L;
            foreach (var entry in answer.Items("shortUrls", "data"))
            {
                if (before + ++entries > taken)
                    yield return Row(before + entries, entry);
            }

            if (page >= (answer.Number("shortUrls", "pagination", "pagesCount") ?? 0))
                yield break;
        }
    }

    private static ImportedRow Row(long number, JsonElement entry) => new(number, new LinkRequest
    {
        Slug = entry.Text("shortCode"),
        Domain = entry.Text("domain") ?? (entry.Text("shortUrl") is { } shortUrl ? Fields.DomainOf(shortUrl) : null),
        Destinations = Fields.To(entry.Text("longUrl")),
        Title = Fields.Title(entry.Text("title"), entry.Text("longUrl")),
        Tags = [.. entry.Items("tags").Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString())],
        ForwardQuery = entry.Text("forwardQuery") is { } forward ? forward == "true" : null,
        StartsAt = entry.Instant("meta", "validSince"),
        ExpiresAt = entry.Instant("meta", "validUntil"),
        MaxVisits = entry.Number("meta", "maxVisits") is > 0 and <= int.MaxValue and var most ? (int)most : null,
    })
    {
        CreatedAt = entry.Instant("dateCreated"),
        Clicks = entry.Number("visitsSummary", "total") ?? entry.Number("visitsCount") ?? 0,
    };
}
