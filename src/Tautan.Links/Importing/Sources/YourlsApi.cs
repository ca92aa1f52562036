using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tautan.Links.Creating;

namespace Tautan.Links.Importing.Sources;

/// <summary>YOURLS' API (<c>yourls-api.php?action=stats</c>), the newest first.</summary>
internal sealed class YourlsApi(ServiceApi api) : IImportSource
{
    private const int APage = 500;

    public long? Total { get; private set; }

    public async IAsyncEnumerable<ImportedRow> ReadAsync(long taken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var start = taken; ;)
        {
            var answer = await api.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"/yourls-api.php?signature={Uri.EscapeDataString(api.ApiKey)}&action=stats&format=json&filter=last&limit={APage}&start={start}"), null, cancellationToken);
            Total = answer.Number("stats", "total_links");
            var entries = 0;
            foreach (var entry in answer.Items("links"))
            {
                entries++;
                yield return Row(++start, entry);
            }

            if (entries < APage)
                yield break;
        }
    }

    private static ImportedRow Row(long number, JsonElement entry) => new(number, new LinkRequest
    {
        Slug = entry.Text("keyword") ?? (entry.Text("shorturl") is { } shortUrl ? Fields.SlugOf(shortUrl) : null),
        Domain = entry.Text("shorturl") is { } address ? Fields.DomainOf(address) : null,
        Destinations = Fields.To(entry.Text("url")),
        Title = Fields.Title(entry.Text("title"), entry.Text("url")),
    })
    {
        CreatedAt = entry.Instant("timestamp"),
        Clicks = entry.Number("clicks") ?? 0,
    };
}
