using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Listing;

public abstract class ListTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_list_of_nothing_is_empty()
    {
        var answer = await Api.ListAsync();

        answer.Text.ShouldBe("""{"items":[],"nextCursor":null}""");
    }

    [Fact]
    public async Task A_list_shows_links_as_they_were_created_the_newest_first()
    {
        var created = await CreateAsync(3);

        var items = (await Api.ListAsync()).Json.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()).ToList();

        items.ShouldBe(created.Select(link => link.GetRawText()), ignoreOrder: true);
        var times = items.Select(item => JsonDocument.Parse(item).RootElement.GetProperty("createdAt").GetDateTimeOffset()).ToList();
        times.ShouldBe(times.OrderDescending());
    }

    [Theory]
    [InlineData("createdAt")]
    [InlineData("updatedAt")]
    [InlineData("slug")]
    [InlineData("title")]
    public async Task Each_sort_goes_both_ways_and_pages_are_its_parts(string sort)
    {
        var created = await CreateAsync(11);
        for (var i = 0; i < created.Count; i += 3)
            await Api.PatchAsync(Id(created[i]), $$"""{"redirectStatus":307}""");

        var up = await ItemsAsync($"?sort={sort}&limit=1000");
        var down = await ItemsAsync($"?sort=-{sort}&limit=1000");

        down.Select(Id).ShouldBe(up.Select(Id).Reverse());
        var keys = up.Select(link => sort switch
        {
            "slug" => Text(link, "slug"),
            "title" => link.GetProperty("title").GetString() ?? "",
            _ => link.GetProperty(sort).GetDateTimeOffset().UtcDateTime.ToString("o"),
        }).ToList();
        keys.ShouldBe(keys.Order(StringComparer.Ordinal));
        foreach (var direction in new[] { "", "-" })
        {
            foreach (var limit in new[] { 1, 2, 5, 11, 12 })
                (await Api.SlugsAsync($"?sort={direction}{sort}&limit={limit}")).ShouldBe((direction == "" ? up : down).Select(link => Text(link, "slug")));
        }
    }

    [Fact]
    public async Task The_last_full_page_has_no_cursor()
    {
        await CreateAsync(4);

        (await Api.ListAsync("?limit=4")).Json.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.ListAsync("?limit=3")).Json.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Theory]
    [InlineData("slug")]
    [InlineData("-slug")]
    [InlineData("title")]
    [InlineData("-createdAt")]
    [InlineData("createdAt")]
    public async Task Pages_neither_repeat_nor_skip_what_stays_while_others_come_and_go(string sort)
    {
        var lasting = (await CreateAsync(20)).Select(link => Text(link, "slug")).ToList();
        var passing = await CreateAsync(10);

        var seen = new List<string>();
        string? cursor = null;
        for (var round = 0; ; round++)
        {
            var page = (await Api.ListAsync($"?sort={sort}&limit=3{(cursor is null ? "" : "&cursor=" + cursor)}")).ShouldBe(200);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => Text(item, "slug")));
            if (round < passing.Count)
                (await Api.DeleteAsync(Id(passing[round]))).Status.ShouldBe(204);
            if (round < 10)
                await CreateAsync(1);
            cursor = page.GetProperty("nextCursor").GetString();
            if (cursor is null)
                break;
        }

        seen.Distinct().Count().ShouldBe(seen.Count);
        lasting.ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task Titles_and_slugs_of_any_script_and_length_can_be_paged_through()
    {
        foreach (var title in new[] { string.Concat(Enumerable.Repeat("🌷", 250)), new string('я', 500), "\"'\\%_<>&\t\n", "", "Z", "a", "é", "ß" })
            await Api.CreateAsync(With(("title", title), ("slug", Unique("ключ🌷"))));

        foreach (var sort in new[] { "title", "-title", "slug", "-slug" })
            (await Api.SlugsAsync($"?sort={sort}&limit=1")).Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public async Task Archived_links_are_hidden_in_lists_and_readable_alone()
    {
        var link = await Api.CreateAsync(With(("archived", true)));

        (await Api.ListAsync()).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await Api.GetAsync(Id(link))).ShouldBe(200);
    }

    [Fact]
    public async Task Limits_from_1_to_1000_are_served_and_the_default_is_50()
    {
        await Api.BulkAsync(Enumerable.Range(0, 60).Select(_ => (JsonNode)With()));

        (await ItemsAsync("")).Count.ShouldBe(50);
        (await ItemsAsync("?limit=1")).Count.ShouldBe(1);
        (await ItemsAsync("?limit=1000")).Count.ShouldBe(60);
    }

    [Theory]
    [InlineData("limit=0", "limit", "1 to 1000")]
    [InlineData("limit=1001", "limit", "1 to 1000")]
    [InlineData("limit=-1", "limit", "1 to 1000")]
    [InlineData("limit=x", "limit", "1 to 1000")]
    [InlineData("limit=5.0", "limit", "1 to 1000")]
    [InlineData("limit=5%00", "limit", "1 to 1000")]
    [InlineData("limit=99999999999999999999", "limit", "1 to 1000")]
    [InlineData("limit=1&limit=2", "limit", "1 to 1000")]
    [InlineData("sort=name", "sort", "createdAt, updatedAt, slug or title")]
    [InlineData("sort=-", "sort", "createdAt, updatedAt, slug or title")]
    [InlineData("sort=--slug", "sort", "createdAt, updatedAt, slug or title")]
    [InlineData("sort=Slug", "sort", "createdAt, updatedAt, slug or title")]
    [InlineData("verdict=dead", "verdict", "up, down, unknown or paused")]
    [InlineData("failedOver=1", "failedOver", "true or false")]
    [InlineData("domain=other.example", "domain", "registered domain")]
    [InlineData("bogus=1", "bogus", "no parameter")]
    [InlineData("Limit=1", "Limit", "no parameter")]
    [InlineData("tags=a", "tags", "no parameter")]
    [InlineData("cursor=x", "cursor", "nextCursor")]
    [InlineData("cursor=%00", "cursor", "nextCursor")]
    [InlineData("cursor=bnVsbA", "cursor", "nextCursor")]
    [InlineData("cursor=W10", "cursor", "nextCursor")]
    public async Task A_wrong_parameter_is_refused_by_name(string query, string field, string expectation) =>
        (await Api.ListAsync("?" + query)).ShouldRefuse(field, expectation);

    [Fact]
    public async Task A_search_beyond_200_characters_is_refused() =>
        (await Api.ListAsync("?search=" + new string('x', 201))).ShouldRefuse("search", "200 characters");

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        await CreateAsync(2);
        var cursor = Text((await Api.ListAsync("?limit=1&sort=slug")).Json, "nextCursor");

        (await Api.ListAsync($"?limit=1&sort=-slug&cursor={cursor}")).ShouldRefuse("cursor", "same order");
        (await Api.ListAsync($"?limit=1&cursor={cursor}")).ShouldRefuse("cursor", "same order");
    }

    [Theory]
    [InlineData("""{"Sort":"-createdAt","Value":"x","Number":1}""")]
    [InlineData("""{"Sort":"-createdAt","Value":"-1","Number":1}""")]
    [InlineData("""{"Sort":"-createdAt","Value":"99999999999999999","Number":1}""")]
    [InlineData("""{"Sort":"-createdAt","Value":"1","Number":"x"}""")]
    [InlineData("""{"Sort":"-createdAt","Value":null,"Number":1}""")]
    [InlineData("""{"Sort":"-createdAt","Value":5,"Number":1}""")]
    [InlineData("""{"Sort":"slug","Value":"a\u0000b","Number":1}""")]
    [InlineData("""{"Sort":"title","Value":"\ud800","Number":1}""")]
    [InlineData("""{}""")]
    public async Task A_forged_cursor_is_refused(string cursor)
    {
        await CreateAsync(1);
        var sort = cursor.Contains("slug", StringComparison.Ordinal) ? "slug" : cursor.Contains("title", StringComparison.Ordinal) ? "title" : "-createdAt";

        (await Api.ListAsync($"?sort={sort}&cursor={Convert.ToBase64String(Encoding.UTF8.GetBytes(cursor)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}"))
            .ShouldRefuse("cursor", "nextCursor");
    }

    private async Task<List<JsonElement>> CreateAsync(int count)
    {
        var links = new List<JsonElement>();
        for (var i = 0; i < count; i++)
            links.Add(await Api.CreateAsync(With(("slug", Unique()), ("title", i % 3 == 0 ? null : $"title {i % 4}"), ("tags", new JsonArray($"tag{i}")))));
        return links;
    }

    private async Task<List<JsonElement>> ItemsAsync(string query) => [.. (await Api.ListAsync(query)).ShouldBe(200).GetProperty("items").EnumerateArray()];
}

public sealed class ListOnSqlite(SqliteLinks links) : ListTests(links);

public sealed class ListOnPostgres(PostgresLinks links) : ListTests(links);
