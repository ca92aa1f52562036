using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tautan.Contracts;
using Tautan.Identity.Tests.Tokens;
using Tautan.Testing.Services;

namespace Tautan.Identity.Tests.Support;

/// <summary>Whoever has a key, as Identity sees it through the gateway.</summary>
internal sealed class Person(TestInstallation installation, string token) : IDisposable
{
    private readonly HttpClient _client = installation.Client(ServiceNames.Gateway, ServiceNames.Identity);

    /// <summary>Exchanges a key, as the gateway does.</summary>
    public static async Task<Person> WithAsync(TestInstallation installation, string key)
    {
        var (status, body) = await installation.ExchangeAsync(key);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return new Person(installation, body["access_token"]!.GetValue<string>());
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    /// <summary>Makes a key, and is whoever has it.</summary>
    public async Task<(Person Bearer, string Id, string Key)> KeyAsync(object request)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "/api/v1/keys", request);
        status.ShouldBe(HttpStatusCode.Created, body.ToJsonString());
        var key = body["key"]!.GetValue<string>();
        return (await WithAsync(installation, key), body["id"]!.GetValue<string>(), key);
    }

    public void Dispose() => _client.Dispose();
}
