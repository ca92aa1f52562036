using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tautan.Links.Tests.Changing;

public abstract class ChangeTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_slug_that_no_new_link_could_have_any_more_is_in_no_changes_way()
    {
        var link = await Api.CreateAsync(With(("slug", Unique())));
        var id = Guid.Parse(Id(link));
        var old = $"{Unique()}\uFE00";
        var factory = Links.Host.App.Services.GetRequiredService<IDbContextFactory<LinksDb>>();
        await using (var db = await factory.CreateDbContextAsync(Cancel))
            await db.Links.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(one => one.Slug, old).SetProperty(one => one.SlugKey, old), Cancel);

        Text((await Api.PatchAsync(Id(link), """{"title":"new"}""")).ShouldBe(200), "slug").ShouldBe(old);
        (await Api.PatchAsync(Id(link), $$"""{"slug":"{{old}}x"}""")).ShouldRefuse("slug", "U+FE00");
    }

    [Fact]
    public async Task What_a_patch_names_changes_and_the_rest_stays()
    {
        var before = await Api.CreateAsync(With(("title", "old"), ("tags", new JsonArray("a", "b")), ("redirectStatus", 301), ("health", new JsonObject { ["retrySeconds"] = 7 })));

        var answer = await Api.PatchAsync(Id(before), """{"title":"new","health":{"intervalSeconds":30}}""");

        var after = answer.ShouldBe(200);
        Text(after, "title").ShouldBe("new");
        Strings(after, "tags").ShouldBe(["a", "b"]);
        after.GetProperty("redirectStatus").GetInt32().ShouldBe(301);
        after.GetProperty("health").GetProperty("intervalSeconds").GetInt32().ShouldBe(30);
        after.GetProperty("health").GetProperty("retrySeconds").GetInt32().ShouldBe(7);
        DestinationIds(after).ShouldBe(DestinationIds(before));
        Text(after, "createdAt").ShouldBe(Text(before, "createdAt"));
        after.GetProperty("updatedAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(before.GetProperty("updatedAt").GetDateTimeOffset());
        after.GetProperty("revision").GetInt64().ShouldBeGreaterThan(before.GetProperty("revision").GetInt64());
        answer.ETag.ShouldBe($"\"{after.GetProperty("revision").GetInt64()}\"");
        (await Api.GetAsync(Id(before))).Text.ShouldBe(answer.Text);
    }

    [Fact]
    public async Task Masked_header_that_is_sent_back_stays_what_it_was()
    {
        var link = await Api.CreateAsync(With(("health", new JsonObject { ["requestHeaders"] = new JsonObject { ["X-Key"] = "secret", ["X-Other"] = "1" } })));
        var revision = link.GetProperty("revision").GetInt64();

        var same = (await Api.PatchAsync(Id(link), """{"health":{"requestHeaders":{"X-Key":"***","X-Other":"***"}}}""")).ShouldBe(200);
        same.GetProperty("revision").GetInt64().ShouldBe(revision);
        var changed = (await Api.PatchAsync(Id(link), """{"health":{"requestHeaders":{"X-Key":"***","X-Other":null,"X-New":"2"}}}""")).ShouldBe(200);
        changed.GetProperty("health").GetProperty("requestHeaders").ToString().ShouldBe("""{"X-Key":"***","X-New":"***"}""");
        (await Api.PatchAsync(Id(link), """{"health":{"requestHeaders":{"X-Unknown":"***"}}}""")).ShouldRefuse("health.requestHeaders.X-Unknown", "shown in its place");
        (await Api.GetAsync(Id(link))).Text.ShouldNotContain("secret");
        (await Api.PatchAsync(Id(link), """{"health":{"requestHeaders":null}}""")).ShouldBe(200).GetProperty("health").GetProperty("requestHeaders").ToString().ShouldBe("{}");
    }

    [Fact]
    public async Task Masked_header_is_not_sent_to_a_server_that_is_added_by_who_does_not_know_it()
    {
        var link = await Api.CreateAsync(With(("health", new JsonObject { ["requestHeaders"] = new JsonObject { ["X-Key"] = "secret" } })));
        const string Mine = "\"destinations\":[{\"url\":\"https://mine.example/\"}]";
        (await Api.PatchAsync(Id(link), $$"""{ {{Mine}} }""")).ShouldRefuse("health.requestHeaders", "given anew");
        (await Api.PatchAsync(Id(link), $$$"""{ {{{Mine}}}, "health": { "requestHeaders": { "X-Key": "***" } } }""")).ShouldRefuse("health.requestHeaders", "given anew");
        (await Api.PatchAsync(Id(link), $$$"""{ {{{Mine}}}, "health": { "requestHeaders": { "X-Other": "1" } } }""")).ShouldRefuse("health.requestHeaders", "given anew");
        (await Api.PatchAsync(Id(link), $$$"""{ {{{Mine}}}, "health": { "requestHeaders": { "X-Key": "another" } } }""")).ShouldBe(200);
        (await Api.PatchAsync(Id(link), """{"destinations":[{"url":"https://third.example/"}],"health":{"requestHeaders":null}}""")).ShouldBe(200);
    }

    [Fact]
    public async Task Null_brings_each_field_back_to_its_default()
    {
        var slug = Unique();
        var link = await Api.CreateAsync(new JsonObject
        {
            ["slug"] = slug,
            ["destinations"] = To("https://a.example/x")["destinations"]!.DeepClone(),
            ["title"] = "t",
            ["tags"] = new JsonArray("a"),
            ["redirectStatus"] = 308,
            ["forwardQuery"] = true,
            ["startsAt"] = "2026-01-01T00:00:00Z",
            ["expiresAt"] = "2027-01-01T00:00:00Z",
            ["enabled"] = false,
            ["archived"] = true,
            ["fallbackUrl"] = "https://f.example/",
            ["health"] = new JsonObject { ["intervalSeconds"] = 10, ["failback"] = "manual", ["expectedStatus"] = "2xx", ["mustContain"] = "x", ["mustNotContain"] = "y" },
        });

        var after = (await Api.PatchAsync(Id(link), """
            {"slug":null,"domain":null,"title":null,"tags":null,"redirectStatus":null,"forwardQuery":null,"startsAt":null,"expiresAt":null,"enabled":null,
             "archived":null,"fallbackUrl":null,"health":{"intervalSeconds":null,"failback":null,"expectedStatus":null}}
            """)).ShouldBe(200);

        Text(after, "slug").ShouldBe(slug);
        after.GetProperty("title").ValueKind.ShouldBe(JsonValueKind.Null);
        after.GetProperty("tags").GetArrayLength().ShouldBe(0);
        after.GetProperty("redirectStatus").GetInt32().ShouldBe(302);
        after.GetProperty("forwardQuery").GetBoolean().ShouldBeFalse();
        after.GetProperty("startsAt").ValueKind.ShouldBe(JsonValueKind.Null);
        after.GetProperty("expiresAt").ValueKind.ShouldBe(JsonValueKind.Null);
        after.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        after.GetProperty("archived").GetBoolean().ShouldBeFalse();
        after.GetProperty("fallbackUrl").ValueKind.ShouldBe(JsonValueKind.Null);
        var health = after.GetProperty("health");
        health.GetProperty("intervalSeconds").GetInt32().ShouldBe(60);
        Text(health, "failback").ShouldBe("auto");
        health.GetProperty("expectedStatus").ValueKind.ShouldBe(JsonValueKind.Null);
        Text(health, "mustContain").ShouldBe("x");

        var reset = (await Api.PatchAsync(Id(link), """{"health":null}""")).ShouldBe(200);
        reset.GetProperty("health").GetProperty("mustContain").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Api.GetAsync(Id(link))).Text.ShouldBe(reset.GetRawText());
    }

    [Fact]
    public async Task Replaced_destinations_keep_the_id_of_each_URL_that_stays()
    {
        var before = await Api.CreateAsync(To("https://a.example/", "https://b.example/", "https://c.example/"));
        var ids = DestinationIds(before);

        var after = (await Api.PatchAsync(Id(before), To("https://c.example/", "https://d.example/", "https://a.example/").ToJsonString())).ShouldBe(200);

        Urls(after).ShouldBe(["https://c.example/", "https://d.example/", "https://a.example/"]);
        DestinationIds(after)[0].ShouldBe(ids[2]);
        DestinationIds(after)[2].ShouldBe(ids[0]);
        ids.ShouldNotContain(DestinationIds(after)[1]);
        (await Api.GetAsync(Id(before))).Text.ShouldBe(after.GetRawText());
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_changes_nothing()
    {
        var created = await Api.PostAsync(With(("title", "t"), ("tags", new JsonArray("b", "a")), ("startsAt", "2026-01-01T00:00:00Z"), ("health", new JsonObject { ["mustContain"] = "x" })));
        var id = Id(created.Json);

        foreach (var patch in new[] { "{}", """{"title":"t"}""", """{"tags":["a","b"]}""", """{"startsAt":"2026-01-01T01:00:00+01:00"}""", """{"slug":null,"fallbackUrl":null}""", To("https://a.example/x").ToJsonString(), """{"health":{}}""" })
        {
            var answer = await Api.PatchAsync(id, patch);

            answer.ShouldBe(200);
            answer.Text.ShouldBe(created.Text, patch);
            answer.ETag.ShouldBe(created.ETag);
        }
    }

    [Fact]
    public async Task A_slug_can_be_changed_and_the_old_one_is_free()
    {
        var (old, fresh) = (Unique("old"), Unique("cafe\u0301"));
        var link = await Api.CreateAsync(With(("slug", old)));

        var after = (await Api.PatchAsync(Id(link), new JsonObject { ["slug"] = fresh }.ToJsonString())).ShouldBe(200);

        Text(after, "slug").ShouldBe(fresh.Normalize());
        (await Api.PostAsync(With(("slug", old)))).ShouldBe(201);
        (await Api.PostAsync(With(("slug", fresh)))).ShouldBeProblem(409, "slug_taken");
    }

    [Fact]
    public async Task A_slug_of_another_link_is_not_to_be_had()
    {
        var taken = Unique();
        await Links.Api(Guid.NewGuid()).CreateAsync(With(("slug", taken)));
        var created = await Api.PostAsync(With());

        Problem.ShouldName((await Api.PatchAsync(Id(created.Json), new JsonObject { ["slug"] = taken, ["title"] = "x" }.ToJsonString())).ShouldBeProblem(409, "slug_taken"), "slug", "taken");

        (await Api.GetAsync(Id(created.Json))).Text.ShouldBe(created.Text);
    }

    [Theory]
    [InlineData("""{"bogus":1}""", "bogus", "no field")]
    [InlineData("""{"bogus":null}""", "bogus", "no field")]
    [InlineData("""{"health":{"bogus":null}}""", "health.bogus", "no field")]
    [InlineData("""{"health":{"bogus":{"deep":1}}}""", "health.bogus", "no field")]
    [InlineData("""{"destinations":null}""", "destinations", "1 to 16")]
    [InlineData("""{"destinations":[]}""", "destinations", "1 to 16")]
    [InlineData("""{"destinations":[{"url":"x"}]}""", "destinations[0].url", "http:// or https://")]
    [InlineData("""{"destinations":{"0":{}}}""", "destinations", "array")]
    [InlineData("""{"slug":"a b"}""", "slug", "U+0020")]
    [InlineData("""{"slug":"api"}""", "slug", "platform")]
    [InlineData("""{"redirectStatus":200}""", "redirectStatus", "301, 302, 307 or 308")]
    [InlineData("""{"redirectStatus":"302"}""", "redirectStatus", "whole number")]
    [InlineData("""{"title":{"a":1}}""", "title", "string")]
    [InlineData("""{"title":"\ud800"}""", "title", "well-formed")]
    [InlineData("""{"title":"a\u0000"}""", "title", "500 characters")]
    [InlineData("""{"health":5}""", "health", "object")]
    [InlineData("""{"health":{"intervalSeconds":1}}""", "health.intervalSeconds", "10 to 86400")]
    [InlineData("""{"startsAt":"2030-01-01T00:00:00Z","expiresAt":"2029-01-01T00:00:00Z"}""", "expiresAt", "later than startsAt")]
    [InlineData("""{"title":"a","title":"b"}""", "title", "once")]
    [InlineData("""{"domain":"other.example"}""", "domain", "registered")]
    public async Task A_wrong_patch_is_refused_by_name_and_changes_nothing(string patch, string field, string expectation)
    {
        var created = await Api.PostAsync(With(("title", "t")));

        (await Api.PatchAsync(Id(created.Json), patch)).ShouldRefuse(field, expectation);

        (await Api.GetAsync(Id(created.Json))).Text.ShouldBe(created.Text);
    }

    [Theory]
    [InlineData("", 400, "malformed_json")]
    [InlineData("{", 400, "malformed_json")]
    [InlineData("null", 422, "invalid")]
    [InlineData("[]", 422, "invalid")]
    [InlineData("5", 422, "invalid")]
    public async Task A_patch_that_is_no_object_is_refused(string body, int status, string code)
    {
        var link = await Api.CreateAsync(With());

        (await Api.PatchAsync(Id(link), body)).ShouldBeProblem(status, code);
    }

    [Fact]
    public async Task A_patch_may_be_sent_as_plain_JSON_and_as_nothing_else()
    {
        var link = await Api.CreateAsync(With());

        (await Api.PatchAsync(Id(link), """{"title":"x"}""", contentType: "application/json")).ShouldBe(200);
        (await Api.PatchAsync(Id(link), """{"title":"x"}""", contentType: "text/plain")).ShouldBeProblem(415, "not_json");
    }

    [Fact]
    public async Task A_change_is_made_only_to_what_the_caller_saw()
    {
        var created = await Api.PostAsync(With());
        var id = Id(created.Json);
        var changed = await Api.PatchAsync(id, """{"title":"first"}""", ifMatch: created.ETag);
        changed.ShouldBe(200);

        foreach (var stale in new[] { created.ETag!, "W/" + changed.ETag, "\"x\"", "nonsense", "\"1\", \"2\"", "" })
            (await Api.PatchAsync(id, """{"title":"second"}""", ifMatch: stale)).ShouldBeProblem(412, "stale");

        (await Api.PatchAsync(id, """{"title":"third"}""", ifMatch: "*")).ShouldBe(200);
        var current = (await Api.GetAsync(id)).ETag;
        (await Api.PatchAsync(id, """{"title":"fourth"}""", ifMatch: $"\"1\", {current}")).ShouldBe(200);
    }

    [Fact]
    public async Task Of_32_changes_to_what_was_seen_once_exactly_one_is_made()
    {
        var created = await Api.PostAsync(With());

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Api.PatchAsync(Id(created.Json), $$"""{"title":"{{i}}"}""", ifMatch: created.ETag)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 412).ShouldBe(31);
    }

    [Fact]
    public async Task What_is_not_there_is_not_changed()
    {
        foreach (var id in new[] { Guid.NewGuid().ToString(), "x", "00000000-0000-0000-0000-000000000000" })
            (await Api.PatchAsync(id, """{"title":"x"}""")).ShouldBeProblem(404, "link_not_found");
    }
}

public sealed class ChangeOnSqlite(SqliteLinks links) : ChangeTests(links);

public sealed class ChangeOnPostgres(PostgresLinks links) : ChangeTests(links);
