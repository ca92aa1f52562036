using System.Text.Json;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Health;
using Tautan.Health.Tests.Fakes;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Api;

/// <summary>Validation of URLs; the same on both databases.</summary>
public abstract class ValidationApiTests
{
    private const string Path = "/api/v1/validations";

    protected abstract Task<string?> DatabaseAsync();

    private async Task<HealthRig> StartAsync() => await HealthRig.StartAsync(await DatabaseAsync());

    [Fact]
    public async Task Url_is_read_looked_up_and_probed_once()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.Enabled = false), site.Origin.ToUpperInvariant().Replace("HTTP", "http", StringComparison.Ordinal) + "/a b");
        rig.Links.Put(link);
        await rig.WaitForAsync($"/api/v1/links/{link.Id.ToGuid()}/health", answer => answer.TryGetProperty("verdict", out _));
        site.On("/a%20b", Behaviours.Answer(403, "Not you."));
        var (status, body) = await rig.SendAsync(HttpMethod.Post, Path, new { url = site.Origin + "/a b" });
        status.ShouldBe(200);
        body.EnumerateObject().Select(property => property.Name).ShouldBe(["id", "status", "done", "total", "items"]);
        body.GetProperty("status").GetString().ShouldBe("done");
        var item = body.GetProperty("items")[0];
        item.EnumerateObject().Select(property => property.Name).ShouldBe(["url", "valid", "error", "normalized", "links", "probe"]);
        item.GetProperty("valid").GetBoolean().ShouldBeTrue();
        item.GetProperty("normalized").GetString().ShouldBe(site.Origin + "/a%20b");
        item.GetProperty("links").EnumerateArray().Select(one => one.GetProperty("id").GetGuid()).ShouldBe([link.Id.ToGuid()]);
        item.GetProperty("links")[0].GetProperty("slug").GetString().ShouldBe(link.Slug);
        var probe = item.GetProperty("probe");
        probe.EnumerateObject().Select(property => property.Name).ShouldBe(["ok", "reason", "note", "detail", "status", "hops", "timingsMs"]);
        probe.GetProperty("ok").GetBoolean().ShouldBeTrue();
        probe.GetProperty("note").GetString().ShouldBe(Notes.Restricted);
        site.Requests.Count.ShouldBe(1);
        (await rig.GetAsync($"{Path}/{body.GetProperty("id").GetGuid()}")).Body.GetProperty("done").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Link_of_another_workspace_is_not_told()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(site.Origin + "/a");
        rig.Links.Put(link);
        await rig.WaitForAsync($"/api/v1/links/{link.Id.ToGuid()}/health", answer => answer.TryGetProperty("verdict", out _));
        var (_, body) = await rig.SendAsync(HttpMethod.Post, Path, new { url = site.Origin + "/a", probe = false }, workspace: Guid.CreateVersion7());
        body.GetProperty("items")[0].GetProperty("links").GetArrayLength().ShouldBe(0);
        (await rig.GetAsync($"{Path}/{body.GetProperty("id").GetGuid()}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task More_than_ten_are_validated_while_somebody_asks_how_far_it_is()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var urls = Enumerable.Range(0, 12).Select(number => number % 2 == 0 ? $"{site.Origin}/{number}" : "nowhere").ToList();
        var (status, body) = await rig.SendAsync(HttpMethod.Post, Path, new { urls });
        status.ShouldBe(202);
        body.GetProperty("total").GetInt32().ShouldBe(12);
        var done = await rig.WaitForAsync($"{Path}/{body.GetProperty("id").GetGuid()}", answer => answer.GetProperty("status").GetString() == "done");
        done.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("url").GetString()).ShouldBe(urls);
        done.GetProperty("items").EnumerateArray().Count(item => item.GetProperty("valid").GetBoolean()).ShouldBe(6);
        done.GetProperty("items")[1].GetProperty("probe").ValueKind.ShouldBe(JsonValueKind.Null);
        site.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task What_is_not_public_is_valid_and_not_fetched()
    {
        await using var rig = await StartAsync();
        var (_, body) = await rig.SendAsync(HttpMethod.Post, Path, new { url = "http://169.254.169.254/latest/meta-data" });
        var probe = body.GetProperty("items")[0].GetProperty("probe");
        probe.GetProperty("ok").GetBoolean().ShouldBeFalse();
        probe.GetProperty("reason").GetString().ShouldBe(Reasons.NotPublic);
    }

    [Fact]
    public async Task Each_wrong_field_is_named()
    {
        await using var rig = await StartAsync();
        foreach (var (body, field) in new (object Body, string Field)[]
        {
            (new { }, "url"),
            (new { url = "http://a.example", urls = new[] { "http://a.example" } }, "url"),
            (new { urls = Array.Empty<string>() }, "urls"),
            (new { urls = Enumerable.Repeat("http://a.example", 101) }, "urls"),
            (new { urls = new[] { "http://a.example", null } }, "urls[1]"),
            (new { url = 1 }, "url"),
            (new { url = "http://a.example", probe = "yes" }, "probe"),
            (new { address = "http://a.example" }, "address"),
        })
        {
            var (status, problem) = await rig.SendAsync(HttpMethod.Post, Path, body);
            status.ShouldBe(422);
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
        }
    }

    [Theory]
    [InlineData("POST", "", Scopes.HealthRead)]
    [InlineData("GET", "/x", Scopes.HealthWrite)]
    public async Task Each_endpoint_asks_for_its_scope(string method, string rest, string scope)
    {
        await using var rig = await StartAsync();
        (await rig.SendAsync(new HttpMethod(method), Path + rest, null, scopes: scope)).Status.ShouldBe(403);
    }
}
