using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Tautan.Links.Creating;

namespace Tautan.Links.Importing.Sources;

/// <summary>Kutt's API, version 2 (<c>GET /api/v2/links</c>, <c>X-API-KEY</c>).</summary>
internal sealed class KuttApi(ServiceApi api) : IImportSource
{
    // Kutt's own most.
    private const int APage = 50;

    public long? Total { get; private set; }

    public async IAsyncEnumerable<ImportedRow> ReadAsync(long taken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var skip = taken; ;)
        {
            var answer = await api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v2/links?limit={APage}&skip={skip}"), ("X-API-KEY", api.ApiKey), cancellationToken);
            Total = answer.Number("total");
            var entries = 0;
            foreach (var entry in answer.Items("data"))
            {
                entries++;
                yield return Row(++skip, entry);
            }

            if (entries == 0 || skip >= Total)
                yield break;
        }
    }

    private static ImportedRow Row(long number, JsonElement entry) => new(number, new LinkRequest
    {
        Slug = entry.Text("address"),
        Domain = entry.Text("domain") ?? (entry.Text("link") is { } link ? Fields.DomainOf(link) : null),
        Destinations = Fields.To(entry.Text("target")),
        Description = entry.Text("description"),
        ExpiresAt = entry.Instant("expire_in"),
        Enabled = entry.Text("banned") == "true" ? false : null,
    })
    {
        CreatedAt = entry.Instant("created_at"),
        Clicks = entry.Number("visit_count") ?? 0,
    };
}
