using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Events;
using Tautan.Health.Tests.Fakes;
using Tautan.Platform.Persistence;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Api;

/// <summary>Events, overview and latencies; the same on both databases.</summary>
public abstract class WorkspaceApiTests
{
    protected abstract Task<string?> DatabaseAsync();

    private async Task<HealthRig> StartAsync() => await HealthRig.StartAsync(await DatabaseAsync());

    private static string Word(JsonElement body, string name) => body.GetProperty(name).GetString()!;

    private static LinkRecord Quick(params string[] urls) =>
        Sample.Record(Guid.CreateVersion7(), Sample.Health(health => (health.FailuresToConfirm, health.RetrySeconds) = (1, 1)), urls);

    [Fact]
    public async Task Verdict_changes_are_events_the_newest_first()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Quick(site.Origin + "/a");
        rig.Links.Put(link);
        await rig.WaitForAsync("/api/v1/health/events", answer => answer.GetProperty("items").GetArrayLength() > 0);
        site.Default = Behaviours.Answer(404, "Gone.");
        await rig.SendAsync(HttpMethod.Post, $"/api/v1/links/{link.Id.ToGuid()}/check");
        var page = await rig.WaitForAsync("/api/v1/health/events?kind=verdict", answer => Word(answer.GetProperty("items")[0], "verdict") == "down");
        var item = page.GetProperty("items")[0];
        item.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["id", "at", "kind", "scope", "subject", "verdict", "previous", "reason", "note", "detail", "links", "linkCount"]);
        Word(item, "kind").ShouldBe("verdict");
        Word(item, "scope").ShouldBe("destination");
        Word(item, "subject").ShouldBe(site.Origin + "/a");
        Word(item, "previous").ShouldBe("up");
        Word(item, "reason").ShouldBe(Reasons.HttpStatus);
        item.GetProperty("links")[0].GetGuid().ShouldBe(link.Id.ToGuid());
        item.GetProperty("linkCount").GetInt32().ShouldBe(1);

        var (_, first) = await rig.GetAsync($"/api/v1/health/events?limit=1&link={link.Id.ToGuid()}");
        var (_, second) = await rig.GetAsync($"/api/v1/health/events?limit=100&link={link.Id.ToGuid()}&cursor={Word(first, "nextCursor")}");
        second.GetProperty("items").EnumerateArray().ShouldAllBe(older => older.GetProperty("id").GetInt64() < item.GetProperty("id").GetInt64());
        second.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null);
        (await rig.SendAsync(HttpMethod.Get, "/api/v1/health/events", workspace: Guid.CreateVersion7())).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Live_events_go_on_after_the_last_one_that_came()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Quick(site.Origin + "/a");
        rig.Links.Put(link);
        await rig.WaitForAsync("/api/v1/health/events", answer => answer.GetProperty("items").GetArrayLength() > 0);
        string down;
        using (var live = await EventStream.OpenAsync(rig))
        {
            site.Default = Behaviours.Answer(404, "Gone.");
            await rig.SendAsync(HttpMethod.Post, $"/api/v1/links/{link.Id.ToGuid()}/check");
            (down, var body) = await live.NextAsync();
            Word(body, "verdict").ShouldBe("down");
        }

        // While nobody listens.
        var other = Quick(site.Origin + "/b");
        rig.Links.Put(other);
        await rig.WaitForAsync($"/api/v1/health/events?link={other.Id.ToGuid()}", answer => answer.TryGetProperty("items", out var items) && items.GetArrayLength() > 0);
        using var again = await EventStream.OpenAsync(rig, down);
        var (id, missed) = await again.NextAsync();
        long.Parse(id, CultureInfo.InvariantCulture).ShouldBeGreaterThan(long.Parse(down, CultureInfo.InvariantCulture));
        Word(missed, "subject").ShouldBe(site.Origin + "/b");
    }

    [Fact]
    public async Task Origin_of_a_public_address_is_told_to_those_who_have_links_there()
    {
        await using var rig = await StartAsync();
        var name = "https://public.test:443";
        await rig.Services.GetRequiredService<IUnitOfWork<HealthDb>>().WriteAsync(async (context, token) =>
        {
            await EventLog.AppendAsync(context, [new HealthEvent
            {
                Kind = EventKinds.Verdict,
                At = DateTimeOffset.UnixEpoch,
                Key = VerdictFeedKeys.PublicOrigin(name),
                Workspace = null,
                Subject = name,
                Verdict = Verdict.Down,
                Previous = Verdict.Up,
            }], token);
            return true;
        }, HealthRig.Cancellation);
        (await rig.GetAsync("/api/v1/health/events")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.Enabled = false), "https://public.test/x");
        rig.Links.Put(link);
        var page = await rig.WaitForAsync("/api/v1/health/events?limit=1", answer => answer.GetProperty("items").EnumerateArray().Any(item => Word(item, "scope") == "origin")
            || answer.GetProperty("nextCursor").ValueKind != JsonValueKind.Null);
        page.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("health/events?limit=0", "limit")]
    [InlineData("health/events?cursor=x", "cursor")]
    [InlineData("health/events?kind=click", "kind")]
    [InlineData("health/events?link=1", "link")]
    [InlineData("health/events?page=1", "page")]
    [InlineData("health/events/live?limit=1", "limit")]
    public async Task Wrong_parameter_is_named(string rest, string field)
    {
        await using var rig = await StartAsync();
        var (status, body) = await rig.GetAsync("/api/v1/" + rest);
        status.ShouldBe(422);
        body.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
    }

    [Fact]
    public async Task Last_event_that_is_no_number_is_refused()
    {
        await using var rig = await StartAsync();
        using var request = HealthRig.Request(HttpMethod.Get, "/api/v1/health/events/live");
        request.Headers.Add("Last-Event-ID", "x");
        using var response = await rig.Http.SendAsync(request, HealthRig.Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Overview_counts_links_and_destinations_and_names_the_worst()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        site.On("/dead", Behaviours.Answer(404, "Gone."));
        var dead = Quick(site.Origin + "/dead");
        var over = Quick(site.Origin + "/dead", site.Origin + "/b");
        rig.Links.Put(Quick(site.Origin + "/a"));
        rig.Links.Put(dead);
        rig.Links.Put(over);
        rig.Links.Put(Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.Enabled = false), site.Origin + "/off"));
        var body = await rig.WaitForAsync("/api/v1/health/overview", answer =>
            answer.GetProperty("links").GetProperty("down").GetInt32() == 1 && answer.GetProperty("links").GetProperty("up").GetInt32() == 2
            && answer.GetProperty("links").GetProperty("paused").GetInt32() == 1);
        body.EnumerateObject().Select(property => property.Name).ShouldBe(["at", "links", "failedOver", "destinations", "worst", "blindIn"]);
        body.GetProperty("failedOver").GetInt32().ShouldBe(1);
        body.GetProperty("destinations").GetProperty("up").GetInt32().ShouldBe(2);
        body.GetProperty("destinations").GetProperty("down").GetInt32().ShouldBe(1);
        body.GetProperty("worst").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ShouldBe([dead.Id.ToGuid(), over.Id.ToGuid()]);
        body.GetProperty("worst")[1].GetProperty("failedOver").GetBoolean().ShouldBeTrue();
        Word(body.GetProperty("worst")[1], "verdict").ShouldBe("up");
        body.GetProperty("blindIn").GetArrayLength().ShouldBe(0);
        var (_, foreign) = await rig.SendAsync(HttpMethod.Get, "/api/v1/health/overview", workspace: Guid.CreateVersion7());
        foreign.GetProperty("links").GetProperty("up").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Latency_is_told_by_quantiles()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Quick(site.Origin + "/a");
        rig.Links.Put(link);
        var body = await rig.WaitForAsync($"/api/v1/links/{link.Id.ToGuid()}/latency", answer =>
            answer.TryGetProperty("destinations", out var all) && all[0].GetProperty("count").GetInt64() > 0);
        Word(body, "step").ShouldBe("1h");
        var first = body.GetProperty("destinations")[0];
        first.EnumerateObject().Select(property => property.Name).ShouldBe(["id", "url", "count", "p50", "p95", "p99", "points"]);
        first.GetProperty("points")[0].EnumerateObject().Select(property => property.Name).ShouldBe(["at", "count", "p50", "p95", "p99"]);
        first.GetProperty("p99").GetDouble().ShouldBeGreaterThan(0);
        (await rig.GetAsync($"/api/v1/links/{Guid.CreateVersion7()}/latency")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Latency_survives_a_restart()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Quick(site.Origin + "/a");
        rig.Links.Put(link);
        await rig.WaitForAsync($"/api/v1/links/{link.Id.ToGuid()}/checks", answer => answer.TryGetProperty("items", out var items) && items.GetArrayLength() == 1);
        rig.Links.Remove(link);
        await rig.RestartHealthAsync();
        await using var db = await rig.Services.GetRequiredService<IDbContextFactory<HealthDb>>().CreateDbContextAsync(HealthRig.Cancellation);
        db.HourlyLatencies.Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("health/overview")]
    [InlineData("health/events")]
    [InlineData("health/events/live")]
    [InlineData("links/0190a000-0000-7000-8000-000000000001/latency")]
    public async Task Each_endpoint_asks_for_its_scope(string rest)
    {
        await using var rig = await StartAsync();
        (await rig.SendAsync(HttpMethod.Get, "/api/v1/" + rest, scopes: Scopes.HealthWrite)).Status.ShouldBe(403);
    }
}
