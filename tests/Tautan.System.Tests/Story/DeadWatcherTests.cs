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
    private string _survivor = "";

    [Fact]
    public async Task Every_target_of_the_dead_one_is_probed_again_within_30_seconds_of_the_kill_and_never_by_both()
    {
        await using var first = new Installation();
        await using var second = new Installation();
        await using var sites = Sites();
        var links = await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var health = await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        foreach (var installation in new[] { first, second })
        {
            installation.Settings["TAUTAN_Links__Database"] = links;
            installation.Settings["TAUTAN_Health__Database"] = health;
        }

        await first.StartReadyAsync("serve", "--single");
        foreach (var site in sites.All)
            await first.CreateAsync(new { destinations = new[] { new { url = site.Url() } }, health = new { intervalSeconds = 60 } });
        await first.UntilAsync(() => Task.FromResult(_probes.Count == Hosts), "all are probed", TimeSpan.FromSeconds(30));
        _survivor = _probes.Values.First().First().By;
        var killed = await second.StartReadyAsync("serve", "--single");

        await first.UntilAsync(() => Task.FromResult(Watchers() == 2), "both watch", TimeSpan.FromSeconds(90));
        killed.Kill9();
        var death = DateTimeOffset.UtcNow;
        await first.UntilAsync(() => Task.FromResult(_probes.Values.All(probes => probes.Last().By == _survivor)), "all are the survivor's", TimeSpan.FromSeconds(90));

        // What was the dead one's was the survivor's before the other came and is again: what goes to and fro more often was probed by both.
        var taken = _probes.Values.Where(probes => Changes(probes) > 0).ToList();
        taken.Count.ShouldBeInRange(1, Hosts - 1);
        taken.ShouldAllBe(probes => Changes(probes) == 2);
        taken.Max(probes => probes.First(probe => probe.At > death).At - death).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(30));
    }

    // Each address of loopback is a host of its own.
    private SiteGroup Sites()
    {
        var sites = new SiteGroup([.. Enumerable.Range(1, Hosts).Select(i => TestSite.Start(address: IPAddress.Parse($"127.0.0.{i}")))]);
        foreach (var site in sites.All)
        {
            site.Default = exchange =>
            {
                _probes.GetOrAdd(site.Origin, _ => new ConcurrentQueue<Seen>()).Enqueue(new Seen(DateTimeOffset.UtcNow, exchange.Request.Headers["User-Agent"]));
                return Behaviours.Answer(200, "It works.")(exchange);
            };
        }

        return sites;
    }

    private int Watchers() => _probes.Values.DistinctBy(probes => probes.Last().By).Count();

    private static int Changes(IEnumerable<Seen> probes) => probes.Zip(probes.Skip(1)).Count(pair => pair.First.By != pair.Second.By);

    private sealed class SiteGroup(IReadOnlyList<TestSite> sites) : IAsyncDisposable
    {
        public IReadOnlyList<TestSite> All => sites;

        public async ValueTask DisposeAsync()
        {
            foreach (var site in sites) await site.DisposeAsync();
        }
    }
}
