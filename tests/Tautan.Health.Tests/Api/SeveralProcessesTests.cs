using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence.Leases;
using Tautan.Testing.Misbehaving;
using Tautan.Testing.Postgres;

namespace Tautan.Health.Tests.Api;

public sealed class SeveralProcessesTests(PostgresServer server)
{
    private static string Path(LinkRecord link, string rest) => $"/api/v1/links/{link.Id.ToGuid()}/{rest}";

    private static bool Is(JsonElement answer, string word) => answer.TryGetProperty("verdict", out var verdict) && verdict.GetString() == word;

    private static bool IsUp(JsonElement answer) => Is(answer, "up");

    private static ShardSet Held(HealthRig rig) => rig.Services.GetRequiredService<Watch>().Session?.Registry.Held ?? ShardSet.Empty;

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo()) await Task.Delay(TimeSpan.FromMilliseconds(20), HealthRig.Cancellation);
    }

    // Each address of loopback is a host of its own.
    private static TestSite SiteIn(int shard) => TestSite.Start(address: Enumerable.Range(1, 250)
        .Select(i => $"127.0.0.{i}")
        .Where(host => HostShard.Of($"http://{host}/") == shard)
        .Select(IPAddress.Parse)
        .First());

    [Fact]
    public async Task Two_processes_divide_the_hosts_between_them_and_each_answers_for_both()
    {
        var database = await server.CreateDatabaseAsync(HealthRig.Cancellation);
        var links = new FakeLinks();
        await using var low = SiteIn(0);
        await using var high = SiteIn(ShardSet.Shards - 1);
        await using var first = await HealthRig.StartAsync(database, links);
        await UntilAsync(() => Held(first) == ShardSet.All);
        var link = Sample.Record(low.Url(), high.Url());
        links.Put(link);
        await first.WaitForAsync(Path(link, "health"), answer => IsUp(answer) && answer.GetProperty("destinations").EnumerateArray().All(IsUp));
        await using var second = await HealthRig.StartAsync(database, links);
        await UntilAsync(() => Held(first).Count == 32 && Held(second).Count == 32);
        Held(first).Intersect(Held(second)).ShouldBe(ShardSet.Empty);
        Held(first).Contains(0).ShouldBeTrue();
        Held(second).Contains(ShardSet.Shards - 1).ShouldBeTrue();
        await second.WaitForAsync(Path(link, "health"), IsUp);

        // Both destinations are checked, each by the process that watches its host.
        foreach (var asked in new[] { first, second })
        {
            var (status, body) = await asked.SendAsync(HttpMethod.Post, Path(link, "check"));
            status.ShouldBe(200);
            body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("destination").GetGuid())
                .ShouldBe(link.Routes[0].Destinations.Select(destination => destination.Id.ToGuid()));
        }

        var (conflict, problem) = await second.SendAsync(HttpMethod.Post, Path(link, "failback"));
        conflict.ShouldBe(409);
        problem.GetProperty("code").GetString().ShouldBe("failback_is_automatic");
    }

    [Fact]
    public async Task Operator_fails_a_link_back_through_a_process_that_does_not_watch_it()
    {
        var database = await server.CreateDatabaseAsync(HealthRig.Cancellation);
        var links = new FakeLinks();
        await using var low = SiteIn(0);
        await using var high = SiteIn(ShardSet.Shards - 1);
        low.On("/", Behaviours.Answer(503, "It does not."));
        await using var first = await HealthRig.StartAsync(database, links);
        await UntilAsync(() => Held(first) == ShardSet.All);
        await using var second = await HealthRig.StartAsync(database, links);
        await UntilAsync(() => Held(second).Count == 32);
        var health = Sample.Health(health =>
        {
            health.ManualFailback = true;
            health.FailuresToConfirm = 1;
            health.SuccessesToRecover = 1;
        });
        var link = Sample.Record(Guid.CreateVersion7(), health, low.Url(), high.Url());
        links.Put(link);
        await second.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("destinations", out var all) && Is(all[0], "down"));
        (await second.SendAsync(HttpMethod.Post, Path(link, "failback"))).Status.ShouldBe(409);

        low.On("/", Behaviours.Answer(200, "It works."));
        (await second.SendAsync(HttpMethod.Post, Path(link, "check"))).Status.ShouldBe(200);
        var (status, body) = await second.SendAsync(HttpMethod.Post, Path(link, "failback"));
        status.ShouldBe(200);
        Is(body.GetProperty("destinations")[0], "up").ShouldBeTrue();
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
        var down = await first.WaitForAsync(Path(link, "health"), answer => Is(answer, "down"));
        await using var second = await HealthRig.StartAsync(database, links);
        await second.WaitForAsync(Path(link, "health"), answer => answer.TryGetProperty("verdict", out _));

        await first.StopHealthAsync();
        await UntilAsync(() => Held(second) == ShardSet.All);
        var (status, body) = await second.SendAsync(HttpMethod.Post, Path(link, "check"));
        status.ShouldBe(200);
        body.GetProperty("items")[0].GetProperty("status").GetInt32().ShouldBe(410);
        var (_, after) = await second.GetAsync(Path(link, "health"));
        after.GetProperty("since").GetDateTimeOffset().ShouldBe(down.GetProperty("since").GetDateTimeOffset());
    }
}
