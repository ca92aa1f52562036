using System.Text.Json;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Health;
using Tautan.Health.Tests.Fakes;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Api;

/// <summary>Maintenance windows; the same on both databases.</summary>
public abstract class MaintenanceApiTests
{
    private const string Path = "/api/v1/health/maintenance";

    protected abstract Task<string?> DatabaseAsync();

    private async Task<HealthRig> StartAsync() => await HealthRig.StartAsync(await DatabaseAsync());

    private static object Body(string tag = "shop", string name = "Deploy") => new
    {
        name,
        tag,
        once = new { startsAt = DateTimeOffset.UtcNow.AddMinutes(-1), endsAt = DateTimeOffset.UtcNow.AddHours(1) },
    };

    [Fact]
    public async Task Window_pauses_a_link_and_its_end_lets_it_go_on()
    {
        await using var site = TestSite.Start();
        await using var rig = await StartAsync();
        var link = Sample.Record(site.Origin + "/a");
        link.Tags.Add("shop");
        rig.Links.Put(link);
        var health = $"/api/v1/links/{link.Id.ToGuid()}/health";
        await rig.WaitForAsync(health, answer => answer.TryGetProperty("verdict", out var verdict) && verdict.GetString() == "up");
        var (status, window) = await rig.SendAsync(HttpMethod.Post, Path, Body());
        status.ShouldBe(201);
        window.GetProperty("active").GetBoolean().ShouldBeTrue();
        var paused = await rig.WaitForAsync(health, answer => answer.GetProperty("verdict").GetString() == "paused");
        paused.GetProperty("destinations")[0].GetProperty("reason").GetString().ShouldBe(Reasons.Maintenance);

        (await rig.SendAsync(HttpMethod.Delete, $"{Path}/{window.GetProperty("id").GetGuid()}", null)).Status.ShouldBe(204);
        await rig.WaitForAsync(health, answer => answer.GetProperty("verdict").GetString() == "up");
    }

    [Fact]
    public async Task Windows_are_listed_read_changed_and_deleted()
    {
        await using var rig = await StartAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++) ids.Add((await rig.SendAsync(HttpMethod.Post, Path, Body(name: $"Deploy {i}"))).Body.GetProperty("id").GetGuid());
        var (_, first) = await rig.GetAsync(Path + "?limit=2");
        first.GetProperty("items").GetArrayLength().ShouldBe(2);
        var (_, second) = await rig.GetAsync($"{Path}?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");
        first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("id").GetGuid()).ShouldBe(ids, ignoreOrder: true);

        var one = $"{Path}/{ids[0]}";
        var (status, changed) = await rig.SendAsync(HttpMethod.Patch, one, new { tag = (string?)null, origin = "https://a.example" });
        status.ShouldBe(200);
        changed.GetProperty("tag").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.GetProperty("name").GetString().ShouldBe("Deploy 0");
        (await rig.GetAsync(one)).Body.GetProperty("origin").GetString().ShouldBe("https://a.example:443");
        (status, var problem) = await rig.SendAsync(HttpMethod.Patch, one, new { weekly = new { days = new[] { "monday" }, from = "22:00", minutes = 5, timeZone = "UTC" } });
        status.ShouldBe(422);
        problem.GetProperty("errors").TryGetProperty("once", out _).ShouldBeTrue();
        (await rig.SendAsync(HttpMethod.Patch, one, new { colour = "red" })).Status.ShouldBe(422);

        (await rig.SendAsync(HttpMethod.Delete, one, null)).Status.ShouldBe(204);
        (await rig.SendAsync(HttpMethod.Delete, one, null)).Status.ShouldBe(404);
        (await rig.GetAsync(one)).Status.ShouldBe(404);
        (await rig.GetAsync(Path + "/x")).Status.ShouldBe(404);
        (await rig.SendAsync(HttpMethod.Get, $"{Path}/{ids[1]}", null, workspace: Guid.CreateVersion7())).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("GET", "", Scopes.HealthWrite)]
    [InlineData("POST", "", Scopes.HealthRead)]
    [InlineData("PATCH", "/x", Scopes.HealthRead)]
    [InlineData("DELETE", "/x", Scopes.HealthRead)]
    public async Task Each_endpoint_asks_for_its_scope(string method, string rest, string scope)
    {
        await using var rig = await StartAsync();
        (await rig.SendAsync(new HttpMethod(method), Path + rest, null, scopes: scope)).Status.ShouldBe(403);
    }
}
