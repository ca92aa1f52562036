using System.Globalization;
using System.Net;
using Tautan.Serving;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Story;

/// <summary>Everything is dead but the edge.</summary>
public sealed class EdgeAloneTests
{
    private const int Links = 100_000;

    [Fact]
    public async Task With_everything_else_dead_a_new_edge_redirects_a_hundred_thousand_links_right_and_says_how_stale_it_is()
    {
        await using var installation = new Installation();
        var links = Enumerable.Range(0, Links).ToDictionary(
            n => string.Create(CultureInfo.InvariantCulture, $"s{n}"),
            n => string.Create(CultureInfo.InvariantCulture, $"https://a.example/{n:x}?n={n}"));
        var edge = await installation.StartReadyAsync("serve");
        await installation.CreateManyAsync(links);
        var known = await installation.LinkFeedAsync();

        using var away = KeepHouseAway(installation, edge);
        await StaleAsync(installation, "stale: links not heard for ");
        edge.Kill9();
        await edge.ExitAsync(TimeSpan.FromSeconds(30));
        installation.Start("serve");
        await installation.UntilAsync(async () => (await installation.HealthAsync("/health/ready/gateway")).Code == HttpStatusCode.OK, "the new edge redirects", TimeSpan.FromSeconds(60));

        var slugs = links.Keys.ToArray();
        Random.Shared.Shuffle(slugs);
        (await PipeliningVisitor.WhereAsync(installation.Public, slugs)).ShouldBe(slugs.Select(slug => links[slug]));
        (await installation.MetricAsync("tautan_gateway_links")).ShouldBe(Links);
        (await installation.MetricAsync(@"tautan_gateway_clicks\w*", "kind=\"redirect\"")).ShouldBe(Links);

        await StaleAsync(installation, $"stale: links not heard since the start; {known["entries"]!.ToJsonString()} at revision {known["revision"]!.ToJsonString()}");

        // Nobody can judge keys: the API waits for Identity, and redirects do not.
        using (var refused = await installation.Api.GetAsync("/api/v1/gateway"))
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await installation.HealthAsync("/health/ready/links")).Code.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static Task<TimeSpan> StaleAsync(Installation installation, string reason) => installation.UntilAsync(
        async () =>
        {
            var (code, body) = await installation.HealthAsync("/health/ready/gateway");
            return code == HttpStatusCode.OK && body!["status"]!.GetValue<string>() == "degraded"
                && body["services"]!["gateway"]!["reasons"]!.AsArray().Any(said => said!.GetValue<string>().StartsWith(reason, StringComparison.Ordinal));
        },
        reason,
        TimeSpan.FromSeconds(60));

    // Killed, it is started again; without the lock on its data it gets no further.
    private static DataLock KeepHouseAway(Installation installation, TautanProcess edge)
    {
        while (true)
        {
            if (edge.House() is { } house)
                TautanProcess.Signal(house, "KILL");
            try
            {
                return DataLock.Take(installation.Data, "links", TimeSpan.FromSeconds(1));
            }
            catch (ServeException)
            {
            }
        }
    }
}
