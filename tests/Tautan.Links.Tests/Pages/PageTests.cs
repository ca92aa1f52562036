using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Links.Pages;
using Tautan.Testing.Misbehaving;
using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Pages;

public abstract class PageTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_page_whose_body_is_not_packed_as_it_says_is_no_page()
    {
        await using var site = TestSite.Start();
        site.Default = Behaviours.FalseGzip();
        var link = await Api.CreateAsync(To($"{site.Origin}/x"));
        Text((await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(link)}/page")).ShouldBe(200), "error").ShouldBe("its body is not coded as it says");
        site.Default = Behaviours.Answer(200, "no brotli either", ("Content-Encoding", "br"));
        Text((await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(link)}/page")).ShouldBe(200), "error").ShouldBe("its body is not coded as it says");
    }

    [Fact]
    public async Task Links_that_must_not_be_fetched_are_in_nobodys_way()
    {
        await using var site = TestSite.Start();
        site.Default = Behaviours.Answer(200, Page);
        var database = await Links.NewDatabaseAsync();
        await using var installation = new TestInstallation(database);
        var host = await installation.StartAsync(new LinksService(), Cancel);
        var api = LinksFixture.Api(installation, Workspace);
        var store = host.App.Services.GetRequiredService<PageStore>();
        (await api.BulkAsync(Enumerable.Range(0, 40).Select(_ => (JsonNode)To($"{site.Origin}/off")))).ShouldBe(200);
        (await store.TakeAsync(64, Cancel)).Count.ShouldBe(40);
        (await api.SendAsync(HttpMethod.Patch, "/api/v1/links/bulk", JsonNode.Parse("""{ "filter": { "archived": "any" }, "changes": { "health": { "enabled": false } } }""")!)).ShouldBe(200);

        await api.CreateAsync(To($"{site.Origin}/on"));

        (await store.TakeAsync(32, Cancel)).Select(job => job.Url).ShouldBe([$"{site.Origin}/on"]);
    }

    private const string Page = """
        <!doctype html><html><head><base href="/deep/"><title>A  &amp; B
        </title><meta name="Description" content="What it is."><meta property="og:image" content="img/card.png"><link rel="shortcut icon" href="i.svg"></head><body><title>no</title></body></html>
        """;

    [Fact]
    public async Task A_link_says_what_its_destination_says_of_itself_when_asked_to_look()
    {
        await using var site = TestSite.Start();
        site.Default = Behaviours.Answer(200, Page);
        var link = await Api.CreateAsync(To($"{site.Origin}/x"));
        link.GetProperty("page").ValueKind.ShouldBe(JsonValueKind.Null);

        var page = (await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(link)}/page")).ShouldBe(200);

        Text(page, "title").ShouldBe("A & B");
        Text(page, "description").ShouldBe("What it is.");
        Text(page, "faviconUrl").ShouldBe($"{site.Origin}/deep/i.svg");
        Text(page, "imageUrl").ShouldBe($"{site.Origin}/deep/img/card.png");
        page.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        var read = (await Api.GetAsync(Id(link))).Json;
        Text(read, "title").ShouldBe("A & B");
        read.GetProperty("revision").GetInt64().ShouldBe(link.GetProperty("revision").GetInt64());
        (await Api.SlugsAsync("?search=" + Uri.EscapeDataString("A & B"))).ShouldBe([Text(link, "slug")]);
        site.Requests[0].Headers.ShouldContain(header => header.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) && header.Value == "Tautan/0.0.0-test (+https://go.example/)");
    }

    [Fact]
    public async Task The_callers_own_title_wins()
    {
        await using var site = TestSite.Start();
        site.Default = Behaviours.Answer(200, Page);
        var body = To($"{site.Origin}/x");
        body["title"] = "Mine";
        var link = await Api.CreateAsync(body);
        (await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(link)}/page")).ShouldBe(200);

        Text((await Api.GetAsync(Id(link))).Json, "title").ShouldBe("Mine");
        Text((await Api.PatchAsync(Id(link), """{"title":null}""")).ShouldBe(200), "title").ShouldBe("A & B");
    }

    [Fact]
    public async Task What_cannot_be_fetched_says_why_and_what_must_not_be_is_not()
    {
        await using var site = TestSite.Start();
        site.Default = Behaviours.Answer(404, "gone");
        var link = await Api.CreateAsync(To($"{site.Origin}/x"));
        var hidden = await Api.CreateAsync(To("http://10.0.0.1/x"));
        var once = With(("health", new JsonObject { ["enabled"] = false }));
        once["destinations"]![0]!["url"] = $"{site.Origin}/once";
        var off = await Api.CreateAsync(once);

        Text((await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(link)}/page")).ShouldBe(200), "error").ShouldBe("it answers 404");
        Text((await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(hidden)}/page")).ShouldBe(200), "error").ShouldBe("its address is not public");
        (await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(off)}/page")).ShouldBeProblem(409, "health_off");
        (await Api.SendAsync(HttpMethod.Post, $"/api/v1/links/{Guid.NewGuid()}/page")).ShouldBeProblem(404, "link_not_found");
        (await Links.Api(Guid.NewGuid()).SendAsync(HttpMethod.Post, $"/api/v1/links/{Id(link)}/page")).ShouldBeProblem(404, "link_not_found");
        site.Requests.ShouldAllBe(request => request.Target != "/once");
    }

    [Fact]
    public async Task Pages_of_new_links_and_of_new_destinations_are_fetched_by_themselves_once()
    {
        await using var site = TestSite.Start();
        site.Default = Behaviours.Answer(200, Page);
        var settings = new Dictionary<string, string?>(await Links.NewDatabaseAsync()) { ["Links:FetchPages"] = "true" };
        await using var installation = new TestInstallation(settings);
        var host = await installation.StartAsync(new LinksService(), Cancel);
        var api = LinksFixture.Api(installation, Workspace);
        var link = await api.CreateAsync(To($"{site.Origin}/one"));

        await UntilAsync(async () => Text((await api.GetAsync(Id(link))).Json, "title") == "A & B");
        (await api.PatchAsync(Id(link), $$"""{"destinations":[{"url":"{{site.Origin}}/two"}]}""")).ShouldBe(200).GetProperty("title").ValueKind.ShouldBe(JsonValueKind.Null);
        await UntilAsync(async () => (await api.GetAsync(Id(link))).Json.GetProperty("title").ValueKind == JsonValueKind.String);
        await host.StopAsync(Cancel);
        await installation.StartAsync(new LinksService(), Cancel);
        var later = await api.CreateAsync(To($"{site.Origin}/three"));
        await UntilAsync(async () => (await api.GetAsync(Id(later))).Json.GetProperty("title").ValueKind == JsonValueKind.String);

        site.Requests.Select(request => request.Target).ShouldBe(["/one", "/two", "/three"]);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await isSo())
            await Task.Delay(20, patience.Token);
    }
}

public sealed class PageOnSqlite(SqliteLinks links) : PageTests(links);

public sealed class PageOnPostgres(PostgresLinks links) : PageTests(links);
