using System.Text.Json;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Tests.Fakes;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Api;

/// <summary>The same on both databases.</summary>
public abstract class HealthApiTests
{
    protected abstract Task<string?> DatabaseAsync();

    private async Task<HealthRig> StartAsync() => await HealthRig.StartAsync(await DatabaseAsync());

    private static string Path(LinkRecord link, string rest) => $"/api/v1/links/{link.Id.ToGuid()}/{rest}";

    private static string Word(JsonElement body, string name) => body.GetProperty(name).GetString()!;

    [Fact]
    public async Task Health_of_a_link_has_exactly_the_documented_shape()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(site.Origin + "/a", site.Origin + "/b");
        rig.Links.Put(link);
        var body = await rig.WaitForAsync(Path(link, "health"), answer =>
            answer.TryGetProperty("destinations", out var all) && all.EnumerateArray().All(one => Word(one, "verdict") == "up"));

        body.EnumerateObject().Select(property => property.Name).ShouldBe(["verdict", "since", "destinations"]);
        Word(body, "verdict").ShouldBe("up");
        body.GetProperty("since").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5));
        var first = body.GetProperty("destinations")[0];
        first.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["id", "url", "verdict", "reason", "note", "since", "effectiveIntervalSeconds", "lastProbe", "uptime", "observed"]);
        first.GetProperty("id").GetGuid().ShouldBe(link.Routes[0].Destinations[0].Id.ToGuid());
        Word(first, "url").ShouldBe(site.Origin + "/a");
        first.GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
        first.GetProperty("effectiveIntervalSeconds").GetInt32().ShouldBe(60);
        first.GetProperty("lastProbe").GetProperty("status").GetInt32().ShouldBe(200);
        first.GetProperty("lastProbe").GetProperty("timingsMs").GetProperty("total").GetDouble().ShouldBeGreaterThan(0);
        first.GetProperty("uptime").EnumerateObject().Select(property => property.Name).ShouldBe(["24h", "7d", "30d", "90d"]);
        first.GetProperty("uptime").GetProperty("24h").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task Drift_is_shown_and_told_until_somebody_says_that_what_is_there_now_is_right()
    {
        await using var elsewhere = TestSite.Start(address: System.Net.IPAddress.Parse("127.0.0.2"));
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(site.Origin + "/a");
        rig.Links.Put(link);
        await rig.WaitForAsync(Path(link, "checks"), answer => answer.TryGetProperty("items", out var items) && items.GetArrayLength() == 1);

        site.Default = Behaviours.RedirectTo(elsewhere.Url("/b"));
        (await rig.SendAsync(HttpMethod.Post, Path(link, "check"))).Body.GetProperty("items")[0].GetProperty("note").GetString().ShouldBe(Notes.Drifted);
        await rig.RestartHealthAsync();
        await rig.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("destinations", out var all) && all[0].GetProperty("note").GetString() == Notes.Drifted);
        var events = await rig.WaitForAsync("/api/v1/health/events?kind=note", answer => answer.TryGetProperty("items", out var items) && items.GetArrayLength() == 1);
        events.GetProperty("items")[0].GetProperty("links")[0].GetGuid().ShouldBe(link.Id.ToGuid());

        var (status, answer) = await rig.SendAsync(HttpMethod.Post, Path(link, "baseline"));
        status.ShouldBe(200);
        answer.GetProperty("items")[0].GetProperty("note").ValueKind.ShouldBe(JsonValueKind.Null);
        (await rig.SendAsync(HttpMethod.Post, Path(link, "check"))).Body.GetProperty("items")[0].GetProperty("note").ValueKind.ShouldBe(JsonValueKind.Null);
        (await rig.SendAsync(HttpMethod.Post, Path(link, "baseline"), scopes: Scopes.HealthRead)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Checks_are_listed_the_newest_first_and_page_by_page()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(site.Origin + "/a");
        rig.Links.Put(link);
        await rig.WaitForAsync(Path(link, "checks"), answer => answer.TryGetProperty("items", out var items) && items.GetArrayLength() == 1);
        site.Default = Behaviours.Answer(500, "It does not.");
        for (var i = 0; i < 3; i++) (await rig.SendAsync(HttpMethod.Post, Path(link, "check"))).Status.ShouldBe(200);

        var (status, first) = await rig.GetAsync(Path(link, "checks?limit=2"));
        status.ShouldBe(200);
        first.GetProperty("items").GetArrayLength().ShouldBe(2);
        var item = first.GetProperty("items")[0];
        item.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["at", "until", "count", "destination", "ok", "reason", "note", "status", "hops", "timingsMs"]);
        item.GetProperty("timingsMs").EnumerateObject().Select(property => property.Name).ShouldBe(["dns", "connect", "tls", "firstByte", "total"]);
        item.GetProperty("ok").GetBoolean().ShouldBeFalse();
        Word(item, "reason").ShouldBe(Reasons.HttpStatus);
        item.GetProperty("hops").GetArrayLength().ShouldBe(0);

        var (_, second) = await rig.GetAsync(Path(link, "checks?limit=2&cursor=" + Word(first, "nextCursor")));
        second.GetProperty("items").EnumerateArray().Select(check => check.GetProperty("ok").GetBoolean()).ShouldBe([false, true]);
        second.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("checks?limit=0", "limit")]
    [InlineData("checks?limit=1001", "limit")]
    [InlineData("checks?limit=x", "limit")]
    [InlineData("checks?cursor=x", "cursor")]
    [InlineData("checks?page=2", "page")]
    public async Task Wrong_parameter_is_named(string rest, string field)
    {
        await using var rig = await StartAsync();
        var (status, body) = await rig.GetAsync($"/api/v1/links/{Guid.CreateVersion7()}/{rest}");
        status.ShouldBe(422);
        body.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_answers_the_probes_just_made()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(site.Origin + "/a", site.Origin + "/b");
        rig.Links.Put(link);
        await rig.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out var verdict) && verdict.GetString() == "up");
        var before = site.Requests.Count;
        var (status, body) = await rig.SendAsync(HttpMethod.Post, Path(link, "check"));
        status.ShouldBe(200);
        site.Requests.Count.ShouldBeGreaterThanOrEqualTo(before + 2);
        body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("destination").GetGuid())
            .ShouldBe(link.Routes[0].Destinations.Select(destination => destination.Id.ToGuid()));
        body.GetProperty("items").EnumerateArray().ShouldAllBe(item => item.GetProperty("count").GetInt32() == 1);
    }

    [Fact]
    public async Task Unknown_and_foreign_links_are_not_found()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(site.Origin + "/a");
        rig.Links.Put(link);
        await rig.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out _));
        foreach (var (method, rest) in new[] { (HttpMethod.Get, "health"), (HttpMethod.Get, "checks"), (HttpMethod.Post, "check"), (HttpMethod.Post, "failback") })
        {
            var (foreign, problem) = await rig.SendAsync(method, Path(link, rest), workspace: Guid.CreateVersion7());
            foreign.ShouldBe(404);
            Word(problem, "code").ShouldBe("link_not_found");
            (await rig.SendAsync(method, $"/api/v1/links/{Guid.CreateVersion7()}/{rest}")).Status.ShouldBe(404);
            (await rig.SendAsync(method, $"/api/v1/links/not-an-id/{rest}")).Status.ShouldBe(404);
        }
    }

    [Fact]
    public async Task Link_that_is_still_on_its_way_is_waited_for()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var warm = Sample.Record(site.Origin + "/warm");
        rig.Links.Put(warm);
        await rig.WaitForAsync(Path(warm, "health"), answer => answer.TryGetProperty("verdict", out _));
        var link = Sample.Record(site.Origin + "/a");
        var asking = rig.GetAsync(Path(link, "health"));
        rig.Links.Put(link);
        (await asking).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("GET", "health", Scopes.LinksRead)]
    [InlineData("GET", "checks", Scopes.LinksWrite)]
    [InlineData("POST", "check", Scopes.HealthRead)]
    [InlineData("POST", "failback", Scopes.HealthRead)]
    public async Task Each_endpoint_asks_for_its_scope(string method, string rest, string scope)
    {
        await using var rig = await StartAsync();
        var (status, body) = await rig.SendAsync(new HttpMethod(method), $"/api/v1/links/{Guid.CreateVersion7()}/{rest}", scopes: scope);
        status.ShouldBe(403);
        Word(body, "code").ShouldBe("insufficient_scope");
    }

    [Fact]
    public async Task Nobody_but_the_gateway_may_ask()
    {
        await using var rig = await StartAsync();
        using var links = rig.ClientOf(ServiceNames.Links);
        using var request = HealthRig.Request(HttpMethod.Get, $"/api/v1/links/{Guid.CreateVersion7()}/health");
        using var response = await links.SendAsync(request, HealthRig.Cancellation);
        ((int)response.StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task Failback_is_for_links_that_wait_for_it()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var auto = Sample.Record(site.Origin + "/auto");
        var manual = Sample.Record(
            Guid.CreateVersion7(),
            Sample.Health(health => (health.ManualFailback, health.FailuresToConfirm, health.SuccessesToRecover) = (true, 1, 1)),
            site.Origin + "/manual");
        rig.Links.Put(auto);
        rig.Links.Put(manual);
        await rig.WaitForAsync(Path(manual, "health"), answer => answer.TryGetProperty("verdict", out var verdict) && verdict.GetString() == "up");
        var (status, problem) = await rig.SendAsync(HttpMethod.Post, Path(auto, "failback"));
        status.ShouldBe(409);
        Word(problem, "code").ShouldBe("failback_is_automatic");

        site.Default = Behaviours.Answer(500, "It does not.");
        await rig.SendAsync(HttpMethod.Post, Path(manual, "check"));
        (status, problem) = await rig.SendAsync(HttpMethod.Post, Path(manual, "failback"));
        status.ShouldBe(409);
        Word(problem, "code").ShouldBe("still_failing");

        site.Default = Behaviours.Answer(200, "It works.");
        await rig.SendAsync(HttpMethod.Post, Path(manual, "check"));
        var (_, waiting) = await rig.GetAsync(Path(manual, "health"));
        Word(waiting, "verdict").ShouldBe("down");
        Word(waiting.GetProperty("destinations")[0], "note").ShouldBe(Notes.AwaitingFailback);
        (status, var body) = await rig.SendAsync(HttpMethod.Post, Path(manual, "failback"));
        status.ShouldBe(200);
        Word(body, "verdict").ShouldBe("up");
        (await rig.SendAsync(HttpMethod.Post, Path(manual, "failback"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Link_with_health_off_is_paused_and_never_fetched()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.Enabled = false), site.Origin + "/once");
        rig.Links.Put(link);
        var body = await rig.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out _));
        Word(body, "verdict").ShouldBe("paused");
        Word(body.GetProperty("destinations")[0], "reason").ShouldBe(Reasons.HealthOff);
        var (status, checks) = await rig.SendAsync(HttpMethod.Post, Path(link, "check"));
        status.ShouldBe(200);
        checks.GetProperty("items").GetArrayLength().ShouldBe(0);
        site.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Verdicts_and_history_survive_a_restart()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.FailuresToConfirm = 1), site.Origin + "/a");
        rig.Links.Put(link);
        site.Default = Behaviours.Answer(404, "Gone.");
        var down = await rig.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out var verdict) && verdict.GetString() == "down");

        await rig.RestartHealthAsync();
        var after = await rig.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out _));
        Word(after, "verdict").ShouldBe("down");
        after.GetProperty("since").GetDateTimeOffset().ShouldBe(down.GetProperty("since").GetDateTimeOffset());
        var (_, checks) = await rig.GetAsync(Path(link, "checks"));
        checks.GetProperty("items").GetArrayLength().ShouldBeGreaterThanOrEqualTo(1);
    }
}
