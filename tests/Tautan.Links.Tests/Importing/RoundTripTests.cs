using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Importing;

public abstract class RoundTripTests(LinksFixture links) : ImportTest(links)
{
    [Theory]
    [InlineData("jsonl", "tautan")]
    [InlineData("csv", "csv")]
    public async Task What_is_exported_and_imported_is_exported_the_same(string format, string source)
    {
        await Api.CreateAsync(With(
            ("slug", Unique("ünï/🌷")), ("title", "A, \"B\"; C"), ("description", "two\nlines"), ("notes", "=1+1"), ("tags", new JsonArray("a b", "ä")), ("owner", "me"),
            ("metadata", new JsonObject { ["k"] = "v,\"w\"" }), ("utm", new JsonObject { ["source"] = "x y" }), ("redirectStatus", 308), ("forwardQuery", true), ("pathSuffix", false),
            ("startsAt", "2026-01-01T00:00:00.123Z"), ("expiresAt", "2030-01-01T00:00:00Z"), ("enabled", false), ("archived", true), ("fallbackUrl", "https://f.example/"), ("maxVisits", 9),
            ("health", new JsonObject { ["intervalSeconds"] = 30, ["expectedStatus"] = "2xx", ["requestHeaders"] = new JsonObject { ["X-A"] = "b" }, ["failOn"] = new JsonArray("parked") })));
        var several = To("https://a.example/x?y=1#z", "https://b.example/");
        several["slug"] = Unique();
        await Api.CreateAsync(several);
        var first = await ExportAsync(Api, $"?format={format}");
        first.ShouldNotContain("X-A");
        first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeGreaterThanOrEqualTo(2);
        (await Api.SendAsync(HttpMethod.Delete, "/api/v1/links/bulk", new JsonObject { ["filter"] = new JsonObject { ["archived"] = "any" }, ["release"] = true })).ShouldBe(200);
        var other = Links.Api(Guid.NewGuid());

        var import = await ImportAsync(other, source, first);
        Counts(import).ShouldBe("done: 2 rows, 2 created, 0 replaced, 0 skipped, 0 failed", (await other.SendAsync(HttpMethod.Get, $"/api/v1/imports/{Id(import)}/errors")).Text + first);

        (await ExportAsync(other, $"?format={format}")).ShouldBe(first);
    }

    [Fact]
    public async Task More_than_a_thousand_links_are_exported_in_the_order_of_their_making()
    {
        var slugs = (await Api.BulkAsync(Enumerable.Range(0, 1000).Select(_ => With()))).ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => Text(item.GetProperty("link"), "slug")).ToList();
        slugs.Add(Text(await Api.CreateAsync(With(("tags", new JsonArray("last")))), "slug"));

        var lines = (await ExportAsync(Api, "")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("slug").GetString()).ShouldBe(slugs);
        (await ExportAsync(Api, "?tag=last")).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_map_for_nginx_has_what_redirects_now()
    {
        var (slug, odd) = (Unique(), Unique("x-"));
        await Api.CreateAsync(With(("slug", slug), ("utm", new JsonObject { ["source"] = "s" })));
        var body = To("https://bücher.example/a b?c=$d\"");
        body["slug"] = odd;
        await Api.CreateAsync(body);
        await Api.CreateAsync(With(("enabled", false)));
        await Api.CreateAsync(With(("expiresAt", "2020-01-01T00:00:00Z")));

        (await ExportAsync(Api, "?format=nginx")).ShouldBe($"\"/{slug}\" \"https://a.example/x?utm_source=s\";\n\"/{odd}\" \"https://xn--bcher-kva.example/a%20b?c=%24d%22\";\n");
    }

    [Theory]
    [InlineData("format=xml", "format", "jsonl, csv, nginx")]
    [InlineData("sort=slug", "sort", "no parameter")]
    [InlineData("domain=nowhere.example", "domain", "registered domain")]
    public async Task A_wrong_parameter_is_refused_by_name(string query, string field, string expectation) =>
        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/export?{query}")).ShouldRefuse(field, expectation);

    private static async Task<string> ExportAsync(LinksApi api, string query)
    {
        var answer = await api.SendAsync(HttpMethod.Get, $"/api/v1/links/export{query}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Text;
    }
}

public sealed class RoundTripOnSqlite(SqliteLinks links) : RoundTripTests(links);

public sealed class RoundTripOnPostgres(PostgresLinks links) : RoundTripTests(links);
