using System.Net;
using System.Text.Json.Nodes;
using Tautan.Identity.Tests.Support;
using Tautan.Identity.Tests.Tokens;
using Tautan.Testing.Postgres;

namespace Tautan.Identity.Tests.Keys;

public sealed class KeyTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_made_shown_once_used_and_revoked(bool onPostgres)
    {
        await using var running = await Running.StartAsync(onPostgres ? postgres : null);
        using var owner = await running.OwnerAsync();
        var (bearer, id, key) = await owner.KeyAsync(new { name = "reports", scopes = new[] { "links:read" }, allowedNetworks = new[] { "10.0.0.0/8", "192.0.2.1" } });
        using (bearer)
        {
            var (_, me) = await bearer.SendAsync(HttpMethod.Get, "/api/v1/me");
            me["subject"]!.GetValue<string>().ShouldBe($"key:{id}");
            me["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ShouldBe(["links:read"]);
            (await bearer.SendAsync(HttpMethod.Get, "/api/v1/keys")).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        var (_, list) = await owner.SendAsync(HttpMethod.Get, "/api/v1/keys");
        list.ToJsonString().ShouldNotContain(key);
        var shown = list["items"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == id)!;
        shown["allowedNetworks"]!.AsArray().Select(network => network!.GetValue<string>()).ShouldBe(["10.0.0.0/8", "192.0.2.1/32"]);
        shown["lastUsedAt"].ShouldNotBeNull();
        Exchanging.Payload((await running.Installation.ExchangeAsync(key)).Body["access_token"]!.GetValue<string>())["networks"]!.GetValue<string>().ShouldBe("10.0.0.0/8 192.0.2.1/32");

        (await owner.SendAsync(HttpMethod.Delete, $"/api/v1/keys/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await running.Installation.ExchangeAsync(key)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await owner.SendAsync(HttpMethod.Get, $"/api/v1/keys/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await owner.SendAsync(HttpMethod.Delete, $"/api/v1/keys/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_gives_what_it_does_not_have()
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        var (bearer, _, _) = await owner.KeyAsync(new { name = "keys", scopes = new[] { "keys:manage", "links:read" } });
        using (bearer)
        {
            var (status, body) = await bearer.SendAsync(HttpMethod.Post, "/api/v1/keys", new { name = "more", scopes = new[] { "links:read", "admin" } });
            status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            body["errors"]!["scopes[1]"]!.ToJsonString().ShouldContain("that you have yourself");
            (await bearer.SendAsync(HttpMethod.Post, "/api/v1/keys", new { name = "as much", scopes = new[] { "links:read" } })).Status.ShouldBe(HttpStatusCode.Created);
        }
    }

    [Theory]
    [InlineData("""{ "scopes": ["links:read"] }""", "name")]
    [InlineData("""{ "name": "x", "scopes": [] }""", "scopes")]
    [InlineData("""{ "name": "x", "scopes": ["links:own"] }""", "scopes[0]")]
    [InlineData("""{ "name": "x", "scopes": ["links:read"], "expiresAt": "2001-01-01T00:00:00Z" }""", "expiresAt")]
    [InlineData("""{ "name": "x", "scopes": ["links:read"], "allowedNetworks": ["10.0.0.0/33"] }""", "allowedNetworks[0]")]
    [InlineData("""{ "name": "x", "scopes": ["links:read"], "workspace": "01900000-0000-7000-8000-00000000ffff" }""", "workspace")]
    [InlineData("""{ "name": "x", "scopes": ["links:read"], "role": "owner" }""", "role")]
    [InlineData("""{ "name": "x", "scopes": ["links:read"], "workspaceId": "01900000-0000-7000-8000-000000000001" }""", "workspaceId")]
    public async Task A_wrong_field_is_named(string request, string field)
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        var (status, body) = await owner.SendAsync(HttpMethod.Post, "/api/v1/keys", JsonNode.Parse(request));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task A_key_that_ends_soon_gives_no_longer_token()
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        var (_, _, key) = await owner.KeyAsync(new { name = "brief", scopes = new[] { "links:read" }, expiresAt = DateTimeOffset.UtcNow.AddMinutes(5) });
        var claims = Exchanging.Payload((await running.Installation.ExchangeAsync(key)).Body["access_token"]!.GetValue<string>());
        (claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>()).ShouldBeInRange(290, 300);
    }
}
