using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Links.Tests;

/// <summary>The interface of Links, as somebody in one workspace uses it through the gateway.</summary>
public sealed class LinksApi(HttpClient http)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? ifMatch = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Version = http.DefaultRequestVersion;
        request.VersionPolicy = http.DefaultVersionPolicy;
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, Cancel);
        return await Answer.ReadAsync(response, Cancel);
    }

    public Task<Answer> PostAsync(string json) => SendAsync(HttpMethod.Post, "/api/v1/links", Json(json));

    public Task<Answer> PostAsync(JsonNode body) => PostAsync(body.ToJsonString());

    public Task<Answer> BulkAsync(HttpMethod method, JsonNode body, string? idempotencyKey = null) =>
        SendAsync(method, "/api/v1/links/bulk", Json(body.ToJsonString()), idempotencyKey: idempotencyKey);

    public Task<Answer> SendAsync(HttpMethod method, string path, JsonNode body, string? idempotencyKey = null) =>
        SendAsync(method, path, Json(body.ToJsonString()), idempotencyKey: idempotencyKey);

    public Task<Answer> BulkAsync(string json) => SendAsync(HttpMethod.Post, "/api/v1/links/bulk", Json(json));

    public Task<Answer> BulkAsync(IEnumerable<JsonNode?> links) =>
        BulkAsync(new JsonObject { ["links"] = new JsonArray([.. links]) }.ToJsonString());

    public Task<Answer> PatchAsync(string id, string json, string? ifMatch = null, string contentType = "application/merge-patch+json") =>
        SendAsync(HttpMethod.Patch, $"/api/v1/links/{id}", Json(json, contentType), ifMatch);

    public Task<Answer> GetAsync(string id) => SendAsync(HttpMethod.Get, $"/api/v1/links/{id}");

    public Task<Answer> DeleteAsync(string id, string? ifMatch = null) => SendAsync(HttpMethod.Delete, $"/api/v1/links/{id}", ifMatch: ifMatch);

    public Task<Answer> ListAsync(string query = "") => SendAsync(HttpMethod.Get, "/api/v1/links" + query);

    /// <summary>The slugs of all pages of a list, in order.</summary>
    public async Task<List<string>> SlugsAsync(string query = "?limit=1000")
    {
        var slugs = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = (await ListAsync(query + (cursor is null ? "" : $"&cursor={cursor}"))).ShouldBe(200);
            slugs.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("slug").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
            if (cursor is null)
                return slugs;
        }
    }

    /// <summary>A link that was created.</summary>
    public async Task<JsonElement> CreateAsync(JsonObject body)
    {
        var answer = await PostAsync(body);
        return answer.ShouldBe(201);
    }

    public static StringContent Json(string json, string contentType = "application/json") =>
        new(json, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
}
