using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Testing.Services;

namespace Tautan.Identity.Tests.Tokens;

public sealed class KeyExchangeTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TestInstallation _installation = new();

    public async ValueTask InitializeAsync() => await _installation.StartAsync(new IdentityService(), Token);

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task The_key_in_the_file_becomes_a_token_of_the_owner()
    {
        var (status, body) = await _installation.ExchangeAsync(_installation.AdminKey());
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        var token = body["access_token"]!.GetValue<string>();
        Exchanging.Header(token)["typ"]!.GetValue<string>().ShouldBe("at+jwt");
        Exchanging.Header(token)["alg"]!.GetValue<string>().ShouldBe("ES256");
        var claims = Exchanging.Payload(token);
        claims["iss"]!.GetValue<string>().ShouldBe("https://go.example/");
        claims["workspace"]!.GetValue<string>().ShouldBe(WellKnown.WorkspaceId.ToString());
        claims["role"]!.GetValue<string>().ShouldBe("owner");
        claims["scope"]!.GetValue<string>().Split(' ').ShouldContain("admin");
        claims["sub"]!.GetValue<string>().ShouldStartWith("key:");
        claims["aud"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldBe(["links", "health", "identity"]);
        claims["cnf"]!["x5t#S256"]!.GetValue<string>().Length.ShouldBe(43);
        (claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>()).ShouldBe(900);
    }

    [Fact]
    public async Task A_token_opens_what_it_is_for_and_only_to_whom_it_was_given()
    {
        var (_, body) = await _installation.ExchangeAsync(_installation.AdminKey());
        var token = body["access_token"]!.GetValue<string>();
        using var gateway = _installation.Client(ServiceNames.Gateway, ServiceNames.Identity);
        gateway.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var me = JsonNode.Parse(await gateway.GetStringAsync("/api/v1/me", Token))!;
        me["kind"]!.GetValue<string>().ShouldBe("key");
        me["role"]!.GetValue<string>().ShouldBe("owner");

        using var links = _installation.Client(ServiceNames.Links, ServiceNames.Identity);
        links.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (await links.GetAsync("/api/v1/me", Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var anonymous = _installation.Client(ServiceNames.Gateway, ServiceNames.Identity);
        (await anonymous.GetAsync("/api/v1/me", Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_that_nobody_made_is_refused()
    {
        var (status, body) = await _installation.ExchangeAsync(ApiKey.New());
        status.ShouldBe(HttpStatusCode.BadRequest);
        body["error"]!.GetValue<string>().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_service_cannot_be_another_one()
    {
        var (status, body) = await _installation.ExchangeAsync(_installation.AdminKey(), ServiceNames.Links, ServiceNames.Gateway);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body["error"]!.GetValue<string>().ShouldBe("invalid_client");
    }

    [Fact]
    public async Task A_service_gets_a_token_for_itself_and_for_one_audience()
    {
        var (status, body) = await _installation.TokenAsync(
            ServiceNames.Health, new() { ["grant_type"] = "client_credentials", ["client_id"] = ServiceNames.Health, ["resource"] = "https://links/", ["scope"] = "links:read" });
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        var claims = Exchanging.Payload(body["access_token"]!.GetValue<string>());
        claims["sub"]!.GetValue<string>().ShouldBe("service:health");
        claims["aud"]!.GetValue<string>().ShouldBe("links");
        claims["scope"]!.GetValue<string>().ShouldBe("links:read");
    }
}
