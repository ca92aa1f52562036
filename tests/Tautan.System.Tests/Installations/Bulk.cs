using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Tautan.SystemTests.Installations;

/// <summary>Links by the thousand, which nobody probes.</summary>
internal static class Bulk
{
    private const int Most = 1000;

    /// <summary>Creates links in as few calls as may be.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="links">Slug and destination.</param>
    /// <returns>Their ids, by slug.</returns>
    public static async Task<Dictionary<string, string>> CreateManyAsync(this Installation installation, IEnumerable<KeyValuePair<string, string>> links)
    {
        var ids = new Dictionary<string, string>();
        foreach (var some in links.Chunk(Most))
        {
            var request = new { links = some.Select(link => new { slug = link.Key, destinations = new[] { new { url = link.Value } }, health = new { enabled = false } }) };
            using var response = await installation.Api.PostAsJsonAsync("/api/v1/links/bulk", request);
            var body = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
            foreach (var item in JsonNode.Parse(body)!["items"]!.AsArray())
            {
                item!["status"]!.GetValue<int>().ShouldBe(201, item.ToJsonString());
                ids.Add(item["link"]!["slug"]!.GetValue<string>(), item["link"]!["id"]!.GetValue<string>());
            }
        }

        return ids;
    }
}
