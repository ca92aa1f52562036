using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Story;

/// <summary>Whatever is killed, redirects go on, and what was answered 201 is there.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Killing_the_house_amid_a_thousand_creations_stops_no_redirect_and_loses_no_answered_link()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        await installation.CreateAsync(new { slug = "steady", destinations = new[] { new { url = "https://a.example/steady" } }, health = new { enabled = false } });
        var house = edge.House();
        house.ShouldNotBeNull();

        using var stop = new CancellationTokenSource();
        var wrong = new ConcurrentQueue<string>();
        var redirects = 0;
        var visiting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var where = await installation.WhereAsync("steady");
                if (where != "https://a.example/steady")
                    wrong.Enqueue(where);
                Interlocked.Increment(ref redirects);
            }
        });

        var answered = new ConcurrentDictionary<string, string>();
        var unanswered = 0;
        var created = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancellationToken) =>
        {
            if (Interlocked.Increment(ref created) == 300)
                TautanProcess.Signal(house.Value, "KILL");
            var url = $"https://a.example/{n}";
            try
            {
                using var response = await installation.Api.PostAsJsonAsync("/api/v1/links", new { destinations = new[] { new { url } }, health = new { enabled = false } }, cancellationToken);
                if (response.StatusCode == HttpStatusCode.Created)
                    answered[url] = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["slug"]!.GetValue<string>();
                else
                    Interlocked.Increment(ref unanswered);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref unanswered);
            }
        });

        await installation.UntilAsync(
            async () => edge.House() is { } id && id != house && (await installation.HealthAsync("/health/ready/links")).Code == HttpStatusCode.OK,
            "the edge has started the house again",
            TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await visiting;

        wrong.ShouldBeEmpty();
        redirects.ShouldBeGreaterThan(0);
        unanswered.ShouldBeGreaterThan(0, "the house was killed in the middle");
        answered.Count.ShouldBeGreaterThan(200);
        answered.Values.Distinct().Count().ShouldBe(answered.Count, "no slug is given twice");

        // The edge follows Links again a moment after Links is back; what was answered last before the kill comes with that.
        foreach (var (url, slug) in answered)
            await installation.UntilAsync(async () => await installation.WhereAsync(slug) == url, $"{slug} goes to {url}", TimeSpan.FromSeconds(10));

        // And the database agrees: each once, with its slug.
        var stored = new Dictionary<string, List<string>>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await installation.GetAsync($"/api/v1/links?limit=1000{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}");
            foreach (var item in page["items"]!.AsArray())
            {
                var url = item!["destinations"]![0]!["url"]!.GetValue<string>();
                if (!stored.TryGetValue(url, out var slugs))
                    stored[url] = slugs = [];
                slugs.Add(item["slug"]!.GetValue<string>());
            }

            cursor = page["nextCursor"]?.GetValue<string>();
        }

        foreach (var (url, slug) in answered)
            stored[url].ShouldBe([slug]);
    }

    [Fact]
    public async Task With_the_links_database_gone_Links_refuses_to_start_and_all_links_go_on()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        for (var n = 0; n < 20; n++)
            await installation.CreateAsync(new { slug = $"s{n}", destinations = new[] { new { url = $"https://a.example/{n}" } }, health = new { enabled = false } });
        var house = edge.House()!.Value;
        TautanProcess.Signal(house, "KILL");
        edge.Kill9();
        await edge.ExitAsync(TimeSpan.FromSeconds(10));
        foreach (var file in Directory.GetFiles(installation.Data, "links.db*"))
            File.Move(file, file + ".away");

        var again = installation.Start("serve");
        await installation.UntilAsync(
            async () => (await installation.HealthAsync()).Body?["services"]?["links"]?["reasons"]?.ToJsonString().Contains("database", StringComparison.Ordinal) == true,
            "readiness says why Links does not run",
            TimeSpan.FromSeconds(30));
        var (code, body) = await installation.HealthAsync();
        code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body!["services"]!["links"]!["status"]!.GetValue<string>().ShouldBe("failing");
        body["services"]!["links"]!["reasons"]!.ToJsonString().ShouldContain("--new-database links");
        for (var n = 0; n < 20; n++)
            (await installation.WhereAsync($"s{n}")).ShouldBe($"https://a.example/{n}");
        File.Exists(Path.Combine(installation.Data, "links.db")).ShouldBeFalse("a database that is gone is not made anew unasked");

        // Asked for, it starts empty; what it lacks is held back, and all links still go on.
        again.Terminate();
        (await again.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
        var allowed = await installation.StartReadyAsync("serve", "--new-database", "links");
        await installation.UntilAsync(
            async () => (await installation.HealthAsync("/health/ready/gateway")).Body?["status"]?.GetValue<string>() == "degraded",
            "the empty snapshot is held back",
            TimeSpan.FromSeconds(15));
        (await installation.WhereAsync("s7")).ShouldBe("https://a.example/7");
        using var accepted = await installation.Api.PostAsJsonAsync("/api/v1/gateway/accept", new { feed = "links" });
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        await installation.UntilAsync(async () => await installation.WhereAsync("s7") == "404", "accepted, the removal goes through", TimeSpan.FromSeconds(15));

        // What was allowed for that start is not allowed for ever: lost again, it is not made anew again.
        await installation.UntilAsync(() => Task.FromResult(allowed.Output.Contains("is ready", StringComparison.Ordinal)), "announced", TimeSpan.FromSeconds(10));
        foreach (var file in Directory.GetFiles(installation.Data, "links.db*").Where(file => !file.EndsWith(".away", StringComparison.Ordinal)))
            File.Move(file, file + ".lost");
        TautanProcess.Signal(allowed.House()!.Value, "KILL");
        await installation.UntilAsync(
            async () => (await installation.HealthAsync()).Body?["services"]?["links"]?["reasons"]?.ToJsonString().Contains("--new-database", StringComparison.Ordinal) == true,
            "Links refuses again",
            TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_killed_edge_takes_its_house_along_and_a_new_one_redirects_at_once()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        await installation.CreateAsync(new { slug = "here", destinations = new[] { new { url = "https://a.example/here" } }, health = new { enabled = false } });
        var house = edge.House()!.Value;
        edge.Kill9();
        await edge.ExitAsync(TimeSpan.FromSeconds(10));

        var next = installation.Start("serve");
        await installation.UntilAsync(
            async () =>
            {
                try
                {
                    return await installation.WhereAsync("here") == "https://a.example/here";
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the new edge redirects",
            TimeSpan.FromSeconds(15));
        await installation.UntilAsync(() => Task.FromResult(!Directory.Exists($"/proc/{house}")), "the old house has ended", TimeSpan.FromSeconds(10));
        await installation.ReadyAsync(next);
    }
}
