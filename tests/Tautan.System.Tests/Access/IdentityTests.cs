using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Access;

/// <summary>Keys and workspaces through real processes, and what happens when Identity is away.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task A_key_does_what_its_scopes_say_in_its_own_workspace_until_it_is_revoked()
    {
        await using var installation = new Installation();
        await installation.StartReadyAsync("serve");
        var me = await installation.GetAsync("/api/v1/me");
        me["role"]!.GetValue<string>().ShouldBe("owner");
        me["kind"]!.GetValue<string>().ShouldBe("key");
        var link = await installation.CreateAsync(Link("first"));

        var reader = await KeyAsync(installation, new { name = "reader", scopes = new[] { "links:read" } });
        (await SendAsync(installation, reader.Key, HttpMethod.Get, $"/api/v1/links/{link["id"]}")).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(installation, reader.Key, HttpMethod.Post, "/api/v1/links", Link("more"))).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(installation, reader.Key, HttpMethod.Get, "/api/v1/gateway")).ShouldBe(HttpStatusCode.Forbidden);

        var workspace = await PostAsync(installation, "/api/v1/workspaces", new { name = "Second" });
        var stranger = await KeyAsync(installation, new { name = "stranger", scopes = new[] { "admin" }, workspace = workspace["id"]!.GetValue<string>() });
        (await SendAsync(installation, stranger.Key, HttpMethod.Get, $"/api/v1/links/{link["id"]}")).ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(installation, stranger.Key, HttpMethod.Get, $"/api/v1/links/{link["id"]}/health")).ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(installation, stranger.Key, HttpMethod.Delete, $"/api/v1/links/{link["id"]}")).ShouldBe(HttpStatusCode.NotFound);

        using (var response = await installation.Api.DeleteAsync($"/api/v1/keys/{reader.Id}"))
            response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var watch = Stopwatch.StartNew();
        await installation.UntilAsync(
            async () => await SendAsync(installation, reader.Key, HttpMethod.Get, "/api/v1/links") == HttpStatusCode.Unauthorized, "the key is refused", TimeSpan.FromSeconds(5));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task While_Identity_is_away_known_keys_go_on_and_a_new_gateway_says_why_it_cannot()
    {
        await using var installation = new Installation();
        var ports = Ports.Free(3);
        TautanProcess StartApart(int port, string service) =>
            installation.Start(new Dictionary<string, string> { ["TAUTAN_Urls__Operations"] = $"http://127.0.0.1:{port}" }, "serve", service);
        var identity = StartApart(ports[0], "identity");
        var links = StartApart(ports[1], "links");
        StartApart(ports[2], "health");
        var gateway = installation.Start("serve", "gateway");
        await installation.UntilAsync(async () => (await installation.HealthAsync()).Body?["status"]?.GetValue<string>() == "ready", "ready", TimeSpan.FromSeconds(60));
        await installation.UntilAsync(
            async () => (await installation.HealthAsync(operations: new Uri($"http://127.0.0.1:{ports[0]}"))).Code == HttpStatusCode.OK, "Identity is there", TimeSpan.FromSeconds(60));
        await installation.CreateAsync(Link("before"));

        identity.Kill9();
        await installation.CreateAsync(Link("meanwhile"));
        links.Kill9();
        StartApart(ports[1], "links");
        await installation.UntilAsync(
            async () => await SendAsync(installation, null, HttpMethod.Post, "/api/v1/links", Link("after")) == HttpStatusCode.Created, "Links judges by what it kept", TimeSpan.FromSeconds(30));

        gateway.Kill9();
        installation.Start("serve", "gateway");
        await installation.ReadyAsync();
        await installation.UntilAsync(async () => await installation.WhereAsync("meanwhile") == "https://meanwhile.example/", "redirects go on", TimeSpan.FromSeconds(30));
        using var refused = await installation.Api.GetAsync("/api/v1/links");
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("identity_unavailable");

        StartApart(ports[0], "identity");
        await installation.UntilAsync(async () => await SendAsync(installation, null, HttpMethod.Get, "/api/v1/links") == HttpStatusCode.OK, "all is well again", TimeSpan.FromSeconds(30));
    }

    private static object Link(string slug) => new { slug, destinations = new[] { new { url = $"https://{slug}.example/" } }, health = new { enabled = false } };

    private static async Task<(string Id, string Key)> KeyAsync(Installation installation, object request)
    {
        var made = await PostAsync(installation, "/api/v1/keys", request);
        return (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
    }

    private static async Task<JsonNode> PostAsync(Installation installation, string path, object body)
    {
        using var response = await installation.Api.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!;
    }

    // Null: with the administrator's key.
    private static async Task<HttpStatusCode> SendAsync(Installation installation, string? key, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(installation.Public, path));
        request.Headers.Authorization = key is null ? installation.Api.DefaultRequestHeaders.Authorization : new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await installation.Visitor.SendAsync(request);
        return response.StatusCode;
    }
}
