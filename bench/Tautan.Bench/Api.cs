using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Bench;

/// <summary>The API of an installation, with its administrator's key.</summary>
internal sealed class Api(Uri server, string key) : IDisposable
{
    private const int MostAtOnce = 1000;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = server,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        await _client.GetFromJsonAsync<JsonNode>(path, cancellationToken) ?? throw new JsonException($"{path} answers null.");

    /// <summary>Creates links in bulk.</summary>
    /// <returns>Their ids, in the order given.</returns>
    /// <exception cref="InvalidOperationException">One was refused.</exception>
    public async Task<List<string>> CreateAsync(IEnumerable<object> links, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        foreach (var chunk in links.Chunk(MostAtOnce))
        {
            using var response = await _client.PostAsJsonAsync("/api/v1/links/bulk", new { links = chunk }, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
            foreach (var item in answer!["items"]!.AsArray())
            {
                if (item!["status"]!.GetValue<int>() != 201) throw new InvalidOperationException($"A link was refused: {item.ToJsonString()}");
                ids.Add(item["link"]!["id"]!.GetValue<string>());
            }
        }

        return ids;
    }

    /// <summary>Creates one link.</summary>
    public async Task CreateOneAsync(object link, CancellationToken cancellationToken)
    {
        using var response = await _client.PostAsJsonAsync("/api/v1/links", link, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <param name="id">A link's.</param>
    /// <param name="change">A JSON merge patch (RFC 7396).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ChangeAsync(string id, object change, CancellationToken cancellationToken)
    {
        using var response = await _client.PatchAsJsonAsync($"/api/v1/links/{id}", change, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _client.DeleteAsync(new Uri($"/api/v1/links/{id}", UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();
}
