using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Watching;
using Tautan.Testing.Misbehaving;
using Tautan.Testing.Postgres;

namespace Tautan.Health.Tests.Api;

public sealed class SeveralProcessesTests(PostgresServer server)
{
    private static string Path(LinkRecord link, string rest) => $"/api/v1/links/{link.Id.ToGuid()}/{rest}";

    private static bool IsUp(JsonElement answer) => answer.TryGetProperty("verdict", out var verdict) && verdict.GetString() == "up";

    private static WatchSession? Session(HealthRig rig) => rig.Services.GetRequiredService<Watch>().Session;

    [Fact]
    public async Task One_of_two_processes_watches_and_both_answer()
    {
        var database = await server.CreateDatabaseAsync(HealthRig.Cancellation);
        var links = new FakeLinks();
        await using var site = TestSite.Start();
        await using var first = await HealthRig.StartAsync(database, links);
        var link = Sample.Record(site.Origin + "/a");
        links.Put(link);
        await first.WaitForAsync(Path(link, "health"), IsUp);
        await using var second = await HealthRig.StartAsync(database, links);
        await second.WaitForAsync(Path(link, "health"), IsUp);
        Session(first).ShouldNotBeNull();
        Session(second).ShouldBeNull();
        site.Requests.Count.ShouldBeLessThanOrEqualTo(2);

        // Whoever does not watch leaves the check to the one that does.
        site.Default = Behaviours.Answer(503, "It does not.");
        var (status, body) = await second.SendAsync(HttpMethod.Post, Path(link, "check"));
        status.ShouldBe(200);
        body.GetProperty("items")[0].GetProperty("status").GetInt32().ShouldBe(503);
        var (conflict, problem) = await second.SendAsync(HttpMethod.Post, Path(link, "failback"));
        conflict.ShouldBe(409);
        problem.GetProperty("code").GetString().ShouldBe("failback_is_automatic");
    }

    [Fact]
    public async Task Second_process_goes_on_where_the_first_stopped()
    {
        var database = await server.CreateDatabaseAsync(HealthRig.Cancellation);
        var links = new FakeLinks();
        await using var site = TestSite.Start();
        await using var first = await HealthRig.StartAsync(database, links);
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.FailuresToConfirm = 1), site.Origin + "/a");
        site.Default = Behaviours.Answer(410, "Gone.");
        links.Put(link);
        var down = await first.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out var verdict) && verdict.GetString() == "down");
        await using var second = await HealthRig.StartAsync(database, links);
        await second.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out _));

        await first.StopHealthAsync();
        while (Session(second) is null) await Task.Delay(TimeSpan.FromMilliseconds(20), HealthRig.Cancellation);
        var (status, body) = await second.SendAsync(HttpMethod.Post, Path(link, "check"));
        status.ShouldBe(200);
        body.GetProperty("items")[0].GetProperty("status").GetInt32().ShouldBe(410);
        var (_, after) = await second.GetAsync(Path(link, "health"));
        after.GetProperty("since").GetDateTimeOffset().ShouldBe(down.GetProperty("since").GetDateTimeOffset());
    }
}
