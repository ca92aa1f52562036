using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Tagging;

public abstract class TagTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task Tags_are_listed_with_how_many_links_have_them()
    {
        await TagAsync("news", "ä");
        await TagAsync("news");
        await TagAsync("Zebra");

        (await TagsAsync("?limit=2")).ShouldBe([("Zebra", 1), ("news", 2), ("ä", 1)]);
    }

    [Fact]
    public async Task A_tag_gets_another_name_on_every_link_and_the_feed_hears_of_it()
    {
        var slug = await TagAsync("old", "kept");
        await TagAsync("old");

        var answer = await Api.SendAsync(HttpMethod.Patch, "/api/v1/tags/old", new JsonObject { ["tag"] = " new " });

        answer.ShouldBe(200).ToString().ShouldBe("""{"tag":"new","links":2}""");
        answer.Revision.ShouldNotBeNull();
        (await TagsAsync()).ShouldBe([("kept", 1), ("new", 2)]);
        (await Api.SlugsAsync("?tag=new&tag=kept")).ShouldBe([slug]);
        (await Api.SlugsAsync("?search=old")).ShouldBeEmpty();
        (await Api.SendAsync(HttpMethod.Patch, "/api/v1/tags/old", new JsonObject { ["tag"] = "x" })).ShouldBeProblem(404, "tag_not_found");
    }

    [Fact]
    public async Task Two_tags_become_one()
    {
        await TagAsync("one", "two");
        await TagAsync("one");
        await TagAsync("two");

        (await Api.SendAsync(HttpMethod.Patch, "/api/v1/tags/one", new JsonObject { ["tag"] = "two" })).ShouldBe(200).GetProperty("links").GetInt32().ShouldBe(3);

        (await TagsAsync()).ShouldBe([("two", 3)]);
    }

    [Fact]
    public async Task A_deleted_tag_is_on_no_link()
    {
        var slug = await TagAsync("a/b", "kept");

        (await Api.SendAsync(HttpMethod.Delete, "/api/v1/tags/a%2Fb")).ShouldBe(200).GetProperty("links").GetInt32().ShouldBe(1);

        (await TagsAsync()).ShouldBe([("kept", 1)]);
        (await Api.SlugsAsync("?tag=kept")).ShouldBe([slug]);
        (await Api.SendAsync(HttpMethod.Delete, "/api/v1/tags/a%2Fb")).ShouldBeProblem(404, "tag_not_found");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"a,b\"")]
    [InlineData("\"a\\nb\"")]
    public async Task A_wrong_name_is_refused(string name)
    {
        await TagAsync("x");

        (await Api.SendAsync(HttpMethod.Patch, "/api/v1/tags/x", JsonNode.Parse($$"""{"tag":{{name}}}""")!)).ShouldRefuse("tag", "1 to 64 characters");
    }

    [Fact]
    public async Task Tags_of_others_are_others()
    {
        await TagAsync("mine");
        var other = Links.Api(Guid.NewGuid());

        (await other.SendAsync(HttpMethod.Get, "/api/v1/tags")).ShouldBe(200).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await other.SendAsync(HttpMethod.Delete, "/api/v1/tags/mine")).ShouldBeProblem(404, "tag_not_found");
        (await other.SendAsync(HttpMethod.Patch, "/api/v1/tags/mine", new JsonObject { ["tag"] = "theirs" })).ShouldBeProblem(404, "tag_not_found");
        (await TagsAsync()).ShouldBe([("mine", 1)]);
    }

    private async Task<string> TagAsync(params string[] tags) => Text(await Api.CreateAsync(With(("tags", new JsonArray([.. tags])))), "slug");

    private async Task<List<(string Tag, int Links)>> TagsAsync(string query = "")
    {
        var tags = new List<(string, int)>();
        for (string? cursor = null; ;)
        {
            var page = (await Api.SendAsync(HttpMethod.Get, $"/api/v1/tags{query}{(cursor is null ? "" : $"{(query.Length == 0 ? "?" : "&")}cursor={cursor}")}")).ShouldBe(200);
            tags.AddRange(page.GetProperty("items").EnumerateArray().Select(item => (Text(item, "tag"), item.GetProperty("links").GetInt32())));
            cursor = page.GetProperty("nextCursor").GetString();
            if (cursor is null)
                return tags;
        }
    }
}

public sealed class TagOnSqlite(SqliteLinks links) : TagTests(links);

public sealed class TagOnPostgres(PostgresLinks links) : TagTests(links);
