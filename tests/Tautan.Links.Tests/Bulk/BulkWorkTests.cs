using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Bulk;

public abstract class BulkWorkTests(LinksFixture links) : LinksTest(links)
{
    [Theory]
    [InlineData("""{ "filter": { "tag": ["\ud800"] }, "preview": true }""", "filter.tag")]
    [InlineData("""{ "filter": { "\ud800": "a" }, "preview": true }""", "filter")]
    [InlineData("""{ "ids": ["x"], "changes": { "metadata": { "a": "\udc00" } } }""", "changes.metadata.a")]
    public async Task Text_that_is_none_is_refused(string body, string field) =>
        (await Api.SendAsync(HttpMethod.Patch, "/api/v1/links/bulk", LinksApi.Json(body))).ShouldRefuse(field, "well-formed Unicode");

    [Theory]
    [InlineData("""{ "ids": ["x"], "changes": { "title": "a", "title": "b" } }""", "changes.title")]
    [InlineData("""{ "filter": { "tag": "a", "tag": "b" }, "preview": true }""", "filter.tag")]
    public async Task A_name_that_is_given_twice_is_refused(string body, string field) =>
        (await Api.SendAsync(HttpMethod.Patch, "/api/v1/links/bulk", LinksApi.Json(body))).ShouldRefuse(field, "once");

    [Fact]
    public async Task Many_links_are_changed_by_their_ids_and_each_has_its_own_result()
    {
        var (one, two) = (await Api.CreateAsync(With()), await Api.CreateAsync(With()));
        var stranger = await Links.Api(Guid.NewGuid()).CreateAsync(With());

        var answer = await Api.BulkAsync(HttpMethod.Patch, new JsonObject
        {
            ["ids"] = new JsonArray(Id(one), "x", Id(stranger), Id(two)),
            ["changes"] = new JsonObject { ["title"] = "all", ["health"] = new JsonObject { ["intervalSeconds"] = 30 } },
        });

        var items = answer.ShouldBe(200).GetProperty("items").EnumerateArray().ToList();
        items.Select(item => item.GetProperty("status").GetInt32()).ShouldBe([200, 404, 404, 200]);
        Text(items[3].GetProperty("link"), "title").ShouldBe("all");
        answer.Revision.ShouldNotBeNull();
        (await Api.GetAsync(Id(one))).Json.GetProperty("health").GetProperty("intervalSeconds").GetInt32().ShouldBe(30);
        (await Links.Api(Guid.NewGuid()).GetAsync(Id(stranger))).ShouldBeProblem(404, "link_not_found");
    }

    [Fact]
    public async Task A_change_that_one_link_cannot_have_leaves_the_others_theirs()
    {
        var slug = Unique();
        var (one, two) = (await Api.CreateAsync(With()), await Api.CreateAsync(With()));

        var items = (await Api.BulkAsync(HttpMethod.Patch, new JsonObject { ["ids"] = new JsonArray(Id(one), Id(two)), ["changes"] = new JsonObject { ["slug"] = slug } }))
            .ShouldBe(200).GetProperty("items").EnumerateArray().ToList();

        items.Select(item => item.GetProperty("status").GetInt32()).ShouldBe([200, 409]);
        Text(items[1].GetProperty("problem"), "code").ShouldBe("slug_taken");
        (await Api.SlugsAsync($"?slug={slug}")).ShouldBe([slug]);
    }

    [Fact]
    public async Task A_filter_is_counted_before_it_is_meant()
    {
        for (var i = 0; i < 3; i++)
            await Api.CreateAsync(With(("tags", new JsonArray("low", i == 0 ? "first" : "later"))));
        JsonObject Body(bool preview) => new()
        {
            ["filter"] = new JsonObject { ["tag"] = new JsonArray("low", "later"), ["archived"] = false },
            ["changes"] = new JsonObject { ["archived"] = true },
            ["preview"] = preview,
        };

        (await Api.BulkAsync(HttpMethod.Patch, Body(true))).ShouldBe(200).ToString().ShouldBe("""{"count":2}""");
        (await Api.SlugsAsync()).Count.ShouldBe(3);
        (await Api.BulkAsync(HttpMethod.Patch, Body(false))).ShouldBe(200).GetProperty("items").GetArrayLength().ShouldBe(2);
        (await Api.SlugsAsync()).Count.ShouldBe(1);
        (await Api.SlugsAsync("?archived=true")).Count.ShouldBe(2);
        (await Api.SlugsAsync("?archived=any")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Many_links_are_deleted_and_their_slugs_stay_or_are_released()
    {
        var (kept, released) = (Unique(), Unique());
        var (one, two) = (await Api.CreateAsync(With(("slug", kept))), await Api.CreateAsync(With(("slug", released))));

        (await Api.BulkAsync(HttpMethod.Delete, new JsonObject { ["ids"] = new JsonArray(Id(one), Id(one)), ["preview"] = true })).ShouldBe(200).GetProperty("count").GetInt32().ShouldBe(1);
        (await Api.BulkAsync(HttpMethod.Delete, new JsonObject { ["ids"] = new JsonArray(Id(one), Id(one)) })).ShouldBe(200)
            .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetInt32()).ShouldBe([204, 404]);
        (await Api.BulkAsync(HttpMethod.Delete, new JsonObject { ["filter"] = new JsonObject { ["slug"] = released }, ["release"] = true })).ShouldBe(200)
            .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetInt32()).ShouldBe([204]);

        var other = Links.Api(Guid.NewGuid());
        (await other.PostAsync(With(("slug", kept)))).ShouldBeProblem(409, "slug_taken");
        (await other.PostAsync(With(("slug", released)))).ShouldBe(201);
        (await Api.GetAsync(Id(two))).ShouldBeProblem(404, "link_not_found");
    }

    [Fact]
    public async Task A_filter_that_fits_more_than_a_thousand_is_refused_with_their_number()
    {
        (await Api.BulkAsync(Enumerable.Range(0, 1000).Select(_ => With()))).ShouldBe(200);
        await Api.CreateAsync(With());

        var problem = (await Api.BulkAsync(HttpMethod.Delete, new JsonObject { ["filter"] = new JsonObject { ["status"] = "active" } })).ShouldBeProblem(422, "too_many_links");

        Text(problem, "detail").ShouldContain("1001 links");
        (await Api.ListAsync("?count=true&limit=1")).Json.GetProperty("count").GetInt32().ShouldBe(1001);
    }

    [Theory]
    [InlineData("""{}""", "ids", "or filter")]
    [InlineData("""{"ids":["x"],"filter":{"tag":"a"},"changes":{}}""", "ids", "not both")]
    [InlineData("""{"ids":[],"changes":{}}""", "ids", "1 to 1000")]
    [InlineData("""{"ids":["x"]}""", "changes", "merge patch")]
    [InlineData("""{"ids":["x"],"changes":{"titel":"x"}}""", "changes.titel", "is title meant?")]
    [InlineData("""{"ids":["x"],"changes":{"tags":5}}""", "changes.tags", "array")]
    [InlineData("""{"filter":{},"changes":{}}""", "filter", "at least one")]
    [InlineData("""{"filter":{"tagg":"a"},"changes":{}}""", "filter.tagg", "no parameter")]
    [InlineData("""{"filter":{"tag":{}},"changes":{}}""", "filter.tag", "array of texts")]
    [InlineData("""{"filter":{"tag":[1]},"changes":{}}""", "filter.tag", "array of texts")]
    [InlineData("""{"filter":{"verdict":"dead"},"changes":{}}""", "filter.verdict", "up, down")]
    [InlineData("""{"filter":{"createdAfter":"yesterday"},"changes":{}}""", "filter.createdAfter", "RFC 3339")]
    [InlineData("""{"filter":{"domain":"nowhere.example"},"changes":{}}""", "filter.domain", "registered domain")]
    [InlineData("""{"ids":["x"],"changes":{},"sure":true}""", "sure", "no field")]
    public async Task A_wrong_demand_is_refused_by_name(string body, string field, string expectation) =>
        (await Api.BulkAsync(HttpMethod.Patch, JsonNode.Parse(body)!)).ShouldRefuse(field, expectation);
}

public sealed class BulkWorkOnSqlite(SqliteLinks links) : BulkWorkTests(links);

public sealed class BulkWorkOnPostgres(PostgresLinks links) : BulkWorkTests(links);
