using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.History;

public abstract class HistoryTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_slug_that_becomes_another_is_told()
    {
        var (old, changed) = (Unique(), Unique());
        var link = await Api.CreateAsync(With(("slug", old)));
        (await Api.PatchAsync(Id(link), $$"""{"slug":"{{changed}}"}""")).ShouldBe(200);

        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history")).Text.ShouldContain($$"""{"field":"slug","from":"{{old}}","to":"{{changed}}"}""");
    }

    [Fact]
    public async Task A_page_has_as_many_entries_as_were_asked_for_and_no_more()
    {
        var link = await Api.CreateAsync(With());
        foreach (var title in (string[])["a", "b"])
            (await Api.PatchAsync(Id(link), $$"""{"title":"{{title}}"}""")).ShouldBe(200);

        var pages = new List<int>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history?limit=1&cursor={cursor}")).ShouldBe(200);
            pages.Add(page.GetProperty("items").GetArrayLength());
            cursor = page.GetProperty("nextCursor").GetString();
        }

        pages.ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task Every_change_tells_who_when_what_from_and_what_to()
    {
        var link = await Api.CreateAsync(With(("title", "old"), ("health", new JsonObject { ["intervalSeconds"] = 60 })));
        var changed = (await Api.PatchAsync(Id(link), """{"title":"new","health":{"intervalSeconds":30},"destinations":[{"url":"https://b.example/"}]}""")).ShouldBe(200);
        (await Api.PatchAsync(Id(link), """{"title":"new"}""")).ShouldBe(200);

        var items = (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history")).ShouldBe(200).GetProperty("items").EnumerateArray().ToList();

        items.Select(item => Text(item, "action")).ShouldBe(["changed", "created"]);
        Text(items[0], "by").ShouldBe("key:test");
        items[0].GetProperty("at").GetDateTimeOffset().ShouldBe(changed.GetProperty("updatedAt").GetDateTimeOffset());
        items[1].GetProperty("at").GetDateTimeOffset().ShouldBe(link.GetProperty("createdAt").GetDateTimeOffset());
        items[0].GetProperty("changes").EnumerateArray().Select(change => change.ToString()).ShouldBe(
            [
                """{"field":"destinations","from":[{"url":"https://a.example/x","id":null}],"to":[{"url":"https://b.example/","id":null}]}""",
                """{"field":"title","from":"old","to":"new"}""",
                """{"field":"health.intervalSeconds","from":60,"to":30}""",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Secrets_are_masked_and_that_they_changed_is_told()
    {
        var link = await Api.CreateAsync(With(("health", new JsonObject { ["requestHeaders"] = new JsonObject { ["X-Key"] = "first-secret" } })));
        (await Api.PatchAsync(Id(link), """{"health":{"requestHeaders":{"X-Key":"second-secret"}}}""")).ShouldBe(200);
        (await Api.DeleteAsync(Id(link))).ShouldBe(204);

        var history = (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history")).Text;

        history.ShouldNotContain("secret");
        history.ShouldContain("""{"field":"health.requestHeaders","from":{"X-Key":"***"},"to":{"X-Key":"***"}}""");
    }

    [Fact]
    public async Task A_deleted_link_has_its_history_still_and_another_workspace_has_none_of_it()
    {
        var link = await Api.CreateAsync(With(("slug", Unique()), ("title", "was")));
        (await Api.DeleteAsync(Id(link))).ShouldBe(204);

        var last = (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history")).ShouldBe(200).GetProperty("items")[0];

        Text(last, "action").ShouldBe("deleted");
        last.GetProperty("changes").ToString().ShouldContain("""{"field":"title","from":"was","to":null}""");
        (await Links.Api(Guid.NewGuid()).SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history")).ShouldBeProblem(404, "link_not_found");
        (await Api.SendAsync(HttpMethod.Get, "/api/v1/links/x/history")).ShouldBeProblem(404, "link_not_found");
    }

    [Fact]
    public async Task A_long_history_is_read_page_by_page()
    {
        var link = await Api.CreateAsync(With());
        for (var i = 0; i < 5; i++)
            (await Api.PatchAsync(Id(link), $$"""{"title":"{{i}}"}""")).ShouldBe(200);

        var titles = new List<string?>();
        for (string? cursor = null; ;)
        {
            var page = (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history?limit=2" + (cursor is null ? "" : $"&cursor={cursor}"))).ShouldBe(200);
            titles.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("changes").GetArrayLength() == 0 ? "made" : item.GetProperty("changes")[0].GetProperty("to").GetString()));
            cursor = page.GetProperty("nextCursor").GetString();
            if (cursor is null)
                break;
        }

        titles.ShouldBe(["4", "3", "2", "1", "0", "made"]);
        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/history?cursor=%25%25")).ShouldRefuse("cursor", "nextCursor");
    }
}

public sealed class HistoryOnSqlite(SqliteLinks links) : HistoryTests(links);

public sealed class HistoryOnPostgres(PostgresLinks links) : HistoryTests(links);
