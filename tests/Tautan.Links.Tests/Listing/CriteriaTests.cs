using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Listing;

public abstract class CriteriaTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task Tags_are_asked_for_all_any_and_none()
    {
        var (ab, a, c) = (await MakeAsync(("tags", new JsonArray("a", "b"))), await MakeAsync(("tags", new JsonArray("a"))), await MakeAsync(("tags", new JsonArray("c"))));

        (await Api.SlugsAsync("?tag=a&tag=b")).ShouldBe([ab]);
        (await Api.SlugsAsync("?tagAny=b&tagAny=c&sort=createdAt")).ShouldBe([ab, c], ignoreOrder: true);
        (await Api.SlugsAsync("?tagNone=b&tagNone=c")).ShouldBe([a]);
        (await Api.SlugsAsync("?tag=a&tagNone=b&tagAny=a&tagAny=zzz")).ShouldBe([a]);
        (await Api.ListAsync("?" + string.Join('&', Enumerable.Range(0, 21).Select(i => $"tag={i}")))).ShouldRefuse("tag", "at most 20");
    }

    [Fact]
    public async Task Links_are_asked_for_by_whether_they_serve()
    {
        var now = DateTimeOffset.UtcNow;
        var active = await MakeAsync(("startsAt", now.AddDays(-1)), ("expiresAt", now.AddDays(1)));
        var scheduled = await MakeAsync(("startsAt", now.AddDays(1)));
        var expired = await MakeAsync(("expiresAt", now.AddDays(-1)));
        var disabled = await MakeAsync(("enabled", false), ("expiresAt", now.AddDays(-1)));

        (await Api.SlugsAsync("?status=active")).ShouldBe([active]);
        (await Api.SlugsAsync("?status=scheduled")).ShouldBe([scheduled]);
        (await Api.SlugsAsync("?status=expired")).ShouldBe([expired]);
        (await Api.SlugsAsync("?status=disabled")).ShouldBe([disabled]);
        (await Api.SlugsAsync("?hasExpiry=false")).ShouldBe([scheduled]);
        (await Api.SlugsAsync("?hasExpiry=true&status=active")).ShouldBe([active]);
        (await Api.ListAsync("?status=dead")).ShouldRefuse("status", "active, scheduled, expired or disabled");
    }

    [Fact]
    public async Task Links_are_asked_for_by_when_they_were_made_and_changed()
    {
        var first = await Api.CreateAsync(With(("slug", Unique())));
        var second = await Api.CreateAsync(With(("slug", Unique())));
        (await Api.PatchAsync(Id(first), """{"title":"changed"}""")).ShouldBe(200);
        string At(JsonElement link, string field) => Uri.EscapeDataString(link.GetProperty(field).GetDateTimeOffset().AddMilliseconds(1).ToString("O"));

        (await Api.SlugsAsync("?createdBefore=2020-01-01T00:00:00Z")).ShouldBeEmpty();
        (await Api.SlugsAsync("?createdAfter=2020-01-01T00:00:00Z")).Count.ShouldBe(2);
        (await Api.SlugsAsync($"?createdBefore={At(first, "createdAt")}")).ShouldContain(Text(first, "slug"));
        (await Api.SlugsAsync($"?createdAfter={At(second, "createdAt")}")).ShouldBeEmpty();
        (await Api.SlugsAsync($"?updatedAfter={At(second, "updatedAt")}")).ShouldBeSubsetOf([Text(first, "slug")]);
        (await Api.ListAsync("?createdAfter=2026-01-01")).ShouldRefuse("createdAfter", "RFC 3339");
    }

    [Fact]
    public async Task Links_are_asked_for_by_the_host_they_lead_to()
    {
        var host = Host();
        var body = To("https://a.example/", $"https://{host.ToUpperInvariant()}:8443/x");
        body["slug"] = Unique();
        await Api.CreateAsync(body);
        await MakeAsync();

        (await Api.SlugsAsync($"?host={host}")).ShouldBe([body["slug"]!.GetValue<string>()]);
        (await Api.SlugsAsync($"?host={host.ToUpperInvariant()}.")).Count.ShouldBe(1);
        (await Api.SlugsAsync($"?host={host[1..]}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_slug_is_found_as_it_is_archived_or_not()
    {
        var slug = Unique("S");
        await Api.CreateAsync(With(("slug", slug), ("archived", true)));

        (await Api.SlugsAsync($"?slug={slug}")).ShouldBeEmpty();
        (await Api.SlugsAsync($"?slug={slug}&archived=any")).ShouldBe([slug]);
        (await Api.SlugsAsync($"?slug={slug.ToLowerInvariant()}&archived=any")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_count_is_told_where_it_is_asked_for()
    {
        await MakeAsync(("tags", new JsonArray("x")));
        await MakeAsync();

        (await Api.ListAsync("?count=true&tag=x")).ShouldBe(200).GetProperty("count").GetInt32().ShouldBe(1);
        (await Api.ListAsync("?limit=1&count=true")).ShouldBe(200).GetProperty("count").GetInt32().ShouldBe(2);
        (await Api.ListAsync()).ShouldBe(200).TryGetProperty("count", out _).ShouldBeFalse();
        (await Api.ListAsync("?count=maybe")).ShouldRefuse("count", "true or false");
    }

    [Fact]
    public async Task A_search_sees_what_a_link_has_become()
    {
        var slug = Unique();
        var link = await Api.CreateAsync(With(("slug", slug), ("title", "wombat")));
        (await Api.SlugsAsync("?search=OMBA")).ShouldBe([slug]);

        (await Api.PatchAsync(Id(link), """{"title":"echidna"}""")).ShouldBe(200);
        (await Api.SlugsAsync("?search=omba")).ShouldBeEmpty();
        (await Api.SlugsAsync("?search=chidn")).ShouldBe([slug]);
        (await Api.SlugsAsync("?search=ch")).ShouldBe([slug]);
        (await Api.DeleteAsync(Id(link))).ShouldBe(204);
        (await Api.SlugsAsync("?search=chidn")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"\"\"")]
    [InlineData("a\" OR \"b")]
    [InlineData("NEAR(a b)")]
    [InlineData("* AND NOT")]
    [InlineData("'; DROP TABLE links; --")]
    [InlineData("日本語")]
    [InlineData("🌷🌷🌷")]
    [InlineData("aß\u0307x")]
    public async Task Whatever_is_searched_for_is_text(string search)
    {
        var slug = Unique();
        await Api.CreateAsync(With(("slug", slug), ("title", $"before {search} after")));
        await Api.CreateAsync(With(("title", "a b NEAR links")));

        (await Api.SlugsAsync("?search=" + Uri.EscapeDataString(search))).ShouldBe([slug]);
    }

    private async Task<string> MakeAsync(params (string Field, JsonNode? Value)[] fields) => Text(await Api.CreateAsync(With([("slug", Unique()), .. fields])), "slug");
}

public sealed class CriteriaOnSqlite(SqliteLinks links) : CriteriaTests(links);

public sealed class CriteriaOnPostgres(PostgresLinks links) : CriteriaTests(links);
