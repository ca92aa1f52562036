using System.Collections.Concurrent;
using System.Net;
using Tautan.SystemTests.Installations;
using Tautan.Testing.Misbehaving;
using Tautan.Testing.Postgres;

namespace Tautan.SystemTests.Story;

/// <summary>Two processes watch by one database, and one of them is killed.</summary>
public sealed class DeadWatcherTests(PostgresServer postgres)
{
    private const int Hosts = 60;

    private sealed record Seen(DateTimeOffset At, string By);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Seen>> _probes = new();

    [Fact]
    public async Task Every_target_is_probed_again_within_30_seconds_of_the_kill_and_never_by_both()
    {
        await using var first = new Installation();
        await using var second = new Installation();
        await using var site = TestSite.Start(address: IPAddress.Any);
        site.Default = exchange =>
        {
            _probes.GetOrAdd(exchange.Request.Target, _ => new ConcurrentQueue<Seen>())
                .Enqueue(new Seen(DateTimeOffset.UtcNow, exchange.Request.Headers["User-Agent"]));
            return Behaviours.Answer(200, "It works.")(exchange);
        };
        var links = await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var health = await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        foreach (var installation in new[] { first, second })
        {
            installation.Settings["TAUTAN_Links__Database"] = links;
            installation.Settings["TAUTAN_Health__Database"] = health;
        }

        await first.StartReadyAsync("serve", "--single");
        for (var i = 1; i <= Hosts; i++)
            await first.CreateAsync(new { destinations = new[] { new { url = $"http://127.0.0.{i}:{site.Port}/{i}" } }, health = new { intervalSeconds = 60 } });
        var killed = await second.StartReadyAsync("serve", "--single");

        await first.UntilAsync(() => Task.FromResult(Watchers() == 2), "both watch", TimeSpan.FromSeconds(90));
        killed.Kill9();
        var death = DateTimeOffset.UtcNow;
        await first.UntilAsync(() => Task.FromResult(All(probes => probes.Last().At > death)), "all are probed again", TimeSpan.FromSeconds(60));
        _probes.Values.Max(probes => probes.First(probe => probe.At > death).At - death).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(30));

        // Each was the first process's, perhaps the second's, and the first one's again: what goes to and fro was probed by both.
        _probes.Values.ShouldAllBe(probes => Changes(probes) == 0 || Changes(probes) == 2);
    }

    private int Watchers() => _probes.Values.DistinctBy(probes => probes.Last().By).Count();

    private bool All(Func<ConcurrentQueue<Seen>, bool> isSo) => _probes.Count == Hosts && _probes.Values.All(isSo);

    private static int Changes(IEnumerable<Seen> probes) => probes.Zip(probes.Skip(1)).Count(pair => pair.First.By != pair.Second.By);
}
