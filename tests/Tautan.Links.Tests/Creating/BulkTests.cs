using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Creating;

public abstract class BulkTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task Each_item_has_its_own_result_in_the_order_given()
    {
        var (taken, free) = (Unique("taken"), Unique("free"));
        await Api.CreateAsync(With(("slug", taken)));

        var answer = await Api.BulkAsync(
        [
            With(("slug", free)),
            With(("slug", taken)),
            With(("redirectStatus", 200)),
            To("https://a.example/"),
            To(),
            null,
            JsonValue.Create(5),
            new JsonArray(),
            With(("bogus", 1)),
            With(("title", 5)),
            To("https://b.example/"),
        ]);

        var items = answer.ShouldBe(200).GetProperty("items").EnumerateArray().ToList();
        items.Select(item => item.GetProperty("status").GetInt32()).ShouldBe([201, 409, 422, 201, 422, 422, 422, 422, 422, 422, 201]);
        items[0].EnumerateObject().Select(field => field.Name).ShouldBe(["status", "link"]);
        Text(items[0].GetProperty("link"), "slug").ShouldBe(free);
        items[1].EnumerateObject().Select(field => field.Name).ShouldBe(["status", "problem"]);
        Problem.ShouldBe(items[1].GetProperty("problem"), 409, "slug_taken");
        Problem.ShouldName(items[1].GetProperty("problem"), "slug", "taken");
        Problem.ShouldName(Problem.ShouldBe(items[2].GetProperty("problem"), 422, "invalid"), "redirectStatus", "301, 302, 307 or 308");
        Problem.ShouldName(Problem.ShouldBe(items[4].GetProperty("problem"), 422, "invalid"), "destinations", "1 to 16");
        foreach (var item in items[5..8])
            Problem.ShouldBe(item.GetProperty("problem"), 422, "invalid").GetProperty("detail").GetString()!.ShouldContain("object");
        Problem.ShouldName(Problem.ShouldBe(items[8].GetProperty("problem"), 422, "invalid"), "bogus", "no field");
        Problem.ShouldName(Problem.ShouldBe(items[9].GetProperty("problem"), 422, "invalid"), "title", "string");
        (await Api.SlugsAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task All_links_of_a_bulk_are_read_back_and_have_revisions_of_one_commit()
    {
        var answer = await Api.BulkAsync(Enumerable.Range(0, 1000).Select(i => With(("title", $"{i}"))));

        var created = answer.ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("link")).ToList();
        created.Count.ShouldBe(1000);
        var revisions = created.Select(link => link.GetProperty("revision").GetInt64()).ToList();
        revisions.ShouldBe(Enumerable.Range(0, 1000).Select(i => revisions[0] + i));
        answer.Revision!.Split('/')[2].ShouldBe($"{revisions[^1]}");
        (await Api.SlugsAsync()).ShouldBe(created.Select(link => Text(link, "slug")), ignoreOrder: true);
        (await Api.GetAsync(Id(created[500]))).Text.ShouldBe(created[500].GetRawText());
    }

    [Fact]
    public async Task Of_two_items_with_one_slug_the_first_gets_it()
    {
        var slug = Unique();

        var answer = await Api.BulkAsync([With(("slug", slug), ("title", "first")), With(("slug", slug)), With(("slug", slug))]);

        answer.ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetInt32()).ShouldBe([201, 409, 409]);
        Text((await Api.ListAsync()).Json.GetProperty("items")[0], "title").ShouldBe("first");
    }

    [Fact]
    public async Task A_slug_that_was_wanted_twice_in_a_bulk_is_free_again_when_its_link_is_deleted()
    {
        var slug = Unique();
        var answer = await Api.BulkAsync([With(("slug", slug)), With(("slug", slug))]);

        await Api.DeleteAsync(Id(answer.Json.GetProperty("items")[0].GetProperty("link")));

        (await Api.PostAsync(With(("slug", slug)))).ShouldBe(201);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"links":null}""")]
    [InlineData("""{"links":[]}""")]
    public async Task A_bulk_of_nothing_is_refused(string body) => (await Api.BulkAsync(body)).ShouldRefuse("links", "1 to 1000");

    [Fact]
    public async Task A_bulk_of_1001_is_refused_whole()
    {
        (await Api.BulkAsync(Enumerable.Range(0, 1001).Select(_ => To("https://a.example/")))).ShouldRefuse("links", "1 to 1000");

        (await Api.ListAsync()).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"links":5}""", "links", "array")]
    [InlineData("""{"links":{}}""", "links", "array")]
    [InlineData("""{"links":[{}],"more":1}""", "more", "no field")]
    public async Task A_body_of_another_shape_is_refused_by_name(string body, string field, string expectation) =>
        (await Api.BulkAsync(body)).ShouldRefuse(field, expectation);

    [Fact]
    public async Task An_item_with_one_name_twice_fails_alone_and_is_told_which()
    {
        var answer = await Api.BulkAsync("""{"links":[{"destinations":[{"url":"https://a.example/"}],"title":"a","title":"b"},{"destinations":[{"url":"https://a.example/"}]}]}""");

        var items = answer.ShouldBe(200).GetProperty("items");
        Problem.ShouldName(Problem.ShouldBe(items[0].GetProperty("problem"), 422, "invalid"), "title", "once");
        items[1].GetProperty("status").GetInt32().ShouldBe(201);
    }

    [Fact]
    public async Task A_bulk_in_which_nothing_is_right_still_answers_each_item()
    {
        var answer = await Api.BulkAsync("""{"links":[{},{}]}""");

        answer.ShouldBe(200).GetProperty("items").EnumerateArray().ShouldAllBe(item => item.GetProperty("status").GetInt32() == 422);
        answer.Revision.ShouldBeNull();
    }

    [Fact]
    public async Task Concurrent_bulks_that_want_the_same_slugs_share_them_without_loss()
    {
        var slugs = Enumerable.Range(0, 50).Select(_ => Unique()).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Api.BulkAsync(slugs.Select(slug => (JsonNode)With(("slug", slug))))));

        var created = answers.SelectMany(answer => answer.ShouldBe(200).GetProperty("items").EnumerateArray())
            .Where(item => item.GetProperty("status").GetInt32() == 201)
            .Select(item => Text(item.GetProperty("link"), "slug"));
        created.ShouldBe(slugs, ignoreOrder: true);
        (await Api.SlugsAsync()).ShouldBe(slugs, ignoreOrder: true);
    }
}

public sealed class BulkOnSqlite(SqliteLinks links) : BulkTests(links);

public sealed class BulkOnPostgres(PostgresLinks links) : BulkTests(links);
