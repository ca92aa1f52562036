using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Gateway.Tests.Door;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Tests.Feeds;

public sealed class GatewayFeedTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_and_verdicts_meet_in_the_redirect()
    {
        await using var installation = await Installation.StartAsync();
        var link = Tests.Links.Of("x", "https://a.example/1", "https://b.example/1");
        await installation.HasAsync(installation.Links, installation.Links.Feed.Put(link));
        (await Location(installation)).ShouldBe("https://a.example/1");
        await Tell(installation, Verdict.Down);
        (await Location(installation)).ShouldBe("https://b.example/1");
        await Tell(installation, Verdict.Unknown);
        (await Location(installation)).ShouldBe("https://a.example/1");
        await Tell(installation, Verdict.Down);
        await Tell(installation, Verdict.Paused);
        (await Location(installation)).ShouldBe("https://a.example/1");
    }

    [Fact]
    public async Task What_cannot_be_understood_is_left_out_and_the_rest_goes_on()
    {
        await using var installation = await Installation.StartAsync();
        installation.Links.Feed.Put(LinkFeedKeys.Link(Guid.NewGuid()), [0xFF, 0xFF, 0xFF]);
        installation.Links.Feed.Put(LinkFeedKeys.Link(Guid.NewGuid()), new LinkRecord { Slug = "no ids" }.ToByteArray());
        await installation.HasAsync(installation.Links, installation.Links.Feed.Put(Tests.Links.Of("x", "https://a.example/1")));
        (await Location(installation)).ShouldBe("https://a.example/1");
        installation.Table.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Redirects_go_on_when_everything_else_is_gone()
    {
        await using var installation = await Installation.StartAsync();
        await installation.HasAsync(installation.Links, installation.Links.Feed.Put(Tests.Links.Of("x", "https://a.example/1")));
        await installation.StopAsync(ServiceNames.Links);
        await installation.StopAsync(ServiceNames.Health);
        (await Location(installation)).ShouldBe("https://a.example/1");
    }

    [Fact]
    public async Task The_gateway_says_what_it_knows()
    {
        await using var installation = await Installation.StartAsync();
        await installation.HasAsync(installation.Links, installation.Links.Feed.Put(Tests.Links.Of("x", "https://a.example/1")));
        await Tell(installation, Verdict.Down);
        var status = await installation.Client.GetFromJsonAsync<JsonElement>("/api/v1/gateway", Token);
        status.GetProperty("links").GetInt32().ShouldBe(1);
        status.GetProperty("down").GetInt32().ShouldBe(1);
        var feed = status.GetProperty("feeds").EnumerateArray().First();
        feed.GetProperty("name").GetString().ShouldBe("links");
        feed.GetProperty("connected").GetBoolean().ShouldBeTrue();
        feed.GetProperty("stalenessSeconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        feed.GetProperty("epoch").GetString().ShouldBe(installation.Links.Feed.Epoch);
        feed.GetProperty("revision").GetInt32().ShouldBe(1);
        feed.GetProperty("held").ValueKind.ShouldBe(JsonValueKind.Null);
        feed.GetProperty("diskProblem").ValueKind.ShouldBe(JsonValueKind.Null);
        feed.GetProperty("damaged").ValueKind.ShouldBe(JsonValueKind.Null);
        feed.GetProperty("tornBytes").GetInt64().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{ "feed": null }""", 1, 1)]
    [InlineData("{}", 1, 1)]
    [InlineData("""{ "feed": "links" }""", 1, 0)]
    [InlineData("""{ "feed": "verdicts" }""", 0, 1)]
    public async Task Accepting_tells_the_sources(string body, int links, int health)
    {
        await using var installation = await Installation.StartAsync();
        using var response = await installation.Client.PostAsync("/api/v1/gateway/accept", Json(body), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        installation.Links.Feed.Accepted.ShouldBe(links);
        installation.Health.Feed.Accepted.ShouldBe(health);
        var items = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("items");
        items.GetArrayLength().ShouldBe(links + health);
    }

    [Theory]
    [InlineData("""{ "feed": "other" }""", 422, "invalid")]
    [InlineData("""{ "feed": 1 }""", 422, "invalid")]
    [InlineData("[]", 422, "invalid")]
    [InlineData("{", 400, "malformed_json")]
    public async Task What_is_no_feed_is_refused(string body, int status, string code)
    {
        await using var installation = await Installation.StartAsync();
        using var response = await installation.Client.PostAsync("/api/v1/gateway/accept", Json(body), Token);
        ((int)response.StatusCode).ShouldBe(status);
        (await DoorTests.CodeOf(response)).ShouldBe(code);
        installation.Links.Feed.Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task Accepting_needs_the_source()
    {
        await using var installation = await Installation.StartAsync();
        await installation.StopAsync(ServiceNames.Health);
        using var response = await installation.Client.PostAsync("/api/v1/gateway/accept", Json("{}"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await DoorTests.CodeOf(response)).ShouldBe("service_unavailable");
    }

    [Fact]
    public async Task A_gateway_that_hears_its_feeds_is_ready()
    {
        await using var installation = await Installation.StartAsync();
        await installation.HasAsync(installation.Links, installation.Links.Feed.Put(Tests.Links.Of("x", "https://a.example/1")));
        await Tell(installation, Verdict.Up);
        installation.Gateway.GetServices<IReadinessCheck>().ShouldAllBe(check => check.Check().Status == ReadyStatus.Ready);
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static async Task<string?> Location(Installation installation)
    {
        using var response = await installation.Client.GetAsync("/x", Token);
        return response.Headers.Location?.ToString();
    }

    private static Task Tell(Installation installation, Verdict verdict) => installation.HasAsync(
        installation.Health,
        installation.Health.Feed.Put(
            VerdictFeedKeys.PublicOrigin(VerdictFeedKeys.OriginOf("https://a.example/")),
            new VerdictRecord { Verdict = verdict }.ToByteArray()));
}
