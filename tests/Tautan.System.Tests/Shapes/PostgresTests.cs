using Tautan.SystemTests.Installations;
using Tautan.Testing.Misbehaving;
using Tautan.Testing.Postgres;

namespace Tautan.SystemTests.Shapes;

/// <summary>On PostgreSQL, several processes of a service stand on one database.</summary>
public sealed class PostgresTests(PostgresServer postgres)
{
    [Fact]
    public async Task Two_installations_on_one_database_see_each_others_links_and_verdicts_and_probe_once()
    {
        await using var first = new Installation();
        await using var second = new Installation();
        await using var dying = TestSite.Start();
        await using var living = TestSite.Start();
        var links = await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var health = await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        foreach (var installation in new[] { first, second })
        {
            installation.Settings["TAUTAN_Links__Database"] = links;
            installation.Settings["TAUTAN_Health__Database"] = health;
            installation.Settings["TAUTAN_Health__Witnesses__0"] = living.Url("/witness");
            installation.Start("serve");
        }

        await Task.WhenAll(first.ReadyAsync(), second.ReadyAsync());
        var link = await second.CreateAsync(new
        {
            slug = "shared",
            destinations = new[] { new { url = dying.Url("/a") }, new { url = living.Url("/b") } },
            health = new { intervalSeconds = 10, timeoutSeconds = 2, failuresToConfirm = 2, retrySeconds = 1, failbackHoldSeconds = 0 },
        });
        await first.UntilAsync(async () => await first.WhereAsync("shared") == dying.Url("/a"), "the other installation has the link", TimeSpan.FromSeconds(5));
        foreach (var installation in new[] { first, second })
            await installation.UntilAsync(async () => (await installation.GetAsync($"/api/v1/links/{link["id"]}"))["verdict"]!.GetValue<string>() == "up", "up", TimeSpan.FromSeconds(30));
        dying.Requests.Count.ShouldBe(1, "one of the two processes probes");

        await dying.StopAsync();
        foreach (var installation in new[] { first, second })
            await installation.UntilAsync(async () => await installation.WhereAsync("shared") == living.Url("/b"), "failed over", TimeSpan.FromSeconds(40));
    }
}
