using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Listing;

public abstract class FilterTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_host_and_a_slug_are_found_in_either_form()
    {
        var slug = $"ü-{Guid.NewGuid():N}";
        var label = $"bücher-{Guid.NewGuid():N}"[..30];
        var link = To($"https://{label}.example/x");
        link["slug"] = slug;
        var made = await Api.CreateAsync(link);
        var ascii = new System.Globalization.IdnMapping().GetAscii($"{label}.example");

        (await Api.SlugsAsync($"?host={Uri.EscapeDataString($"{label}.example")}")).ShouldBe([slug]);
        (await Api.SlugsAsync($"?host={ascii}")).ShouldBe([slug]);
        (await Api.SlugsAsync($"?slug={Uri.EscapeDataString(slug.Normalize(System.Text.NormalizationForm.FormD))}")).ShouldBe([slug]);
        Id(made).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_tag_is_matched_whole_and_in_its_case()
    {
        var (one, two) = (Unique("one"), Unique("two"));
        await Api.CreateAsync(With(("slug", one), ("tags", new JsonArray("News", "ä b"))));
        await Api.CreateAsync(With(("slug", two), ("tags", new JsonArray("News2"))));
        await Api.CreateAsync(With());

        (await Api.SlugsAsync("?tag=News")).ShouldBe([one]);
        (await Api.SlugsAsync("?tag=news")).ShouldBeEmpty();
        (await Api.SlugsAsync("?tag=" + Uri.EscapeDataString("ä b"))).ShouldBe([one]);
        (await Api.SlugsAsync("?tag=New%25")).ShouldBeEmpty();
        (await Api.SlugsAsync("?tag=%00")).ShouldBeEmpty();
        (await Api.SlugsAsync("?tag=" + new string('x', 5000))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("spring sale")]
    [InlineData("SPRING")]
    [InlineData("größe")]
    [InlineData("ПРИВЕТ")]
    [InlineData("привет")]
    [InlineData("100%")]
    [InlineData("a_b")]
    [InlineData("back\\slash")]
    [InlineData("it's \"quoted\"")]
    public async Task A_search_finds_text_in_the_title_whatever_its_case(string search)
    {
        var slug = Unique();
        await Api.CreateAsync(With(("slug", slug), ("title", "Spring Sale Größe Привет 100% a_b back\\slash it's \"quoted\"")));
        await Api.CreateAsync(With(("title", "100 aXb backslash")));

        (await Api.SlugsAsync("?search=" + Uri.EscapeDataString(search))).ShouldBe([slug]);
    }

    [Fact]
    public async Task A_search_looks_into_slug_title_tags_and_destinations()
    {
        var needle = Guid.NewGuid().ToString("N");
        var bySlug = "s" + needle + "1";
        var (byTitle, byTag, byUrl) = (Unique(), Unique(), Unique());
        await Api.CreateAsync(With(("slug", bySlug)));
        await Api.CreateAsync(With(("slug", byTitle), ("title", $"x{needle}x")));
        await Api.CreateAsync(With(("slug", byTag), ("tags", new JsonArray(needle.ToUpperInvariant()))));
        var body = To("https://a.example/", $"https://a.example/?q={needle}");
        body["slug"] = byUrl;
        await Api.CreateAsync(body);
        await Api.CreateAsync(With());

        (await Api.SlugsAsync("?search=" + needle)).ShouldBe([bySlug, byTitle, byTag, byUrl], ignoreOrder: true);
    }

    [Theory]
    [InlineData("%25")]
    [InlineData("_")]
    [InlineData("%5C")]
    [InlineData("%00")]
    [InlineData("%ED%A0%80")]
    [InlineData("%FF")]
    public async Task What_is_a_wildcard_elsewhere_is_a_character_here(string search)
    {
        await Api.CreateAsync(With(("slug", "plain" + Guid.NewGuid().ToString("N")), ("title", "plain")));

        (await Api.SlugsAsync("?search=" + search)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_only_domain_is_known_in_any_case()
    {
        var slug = Unique();
        await Api.CreateAsync(With(("slug", slug)));

        (await Api.SlugsAsync("?domain=go.example")).ShouldBe([slug]);
        (await Api.SlugsAsync("?domain=GO.EXAMPLE")).ShouldBe([slug]);
    }

    [Fact]
    public async Task Filters_narrow_each_other_and_pages_keep_them()
    {
        var slugs = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            slugs.Add(Unique());
            await Api.CreateAsync(With(("slug", slugs[i]), ("title", i % 2 == 0 ? "even" : "odd"), ("tags", new JsonArray(i < 4 ? "low" : "high"))));
        }

        (await Api.SlugsAsync("?search=even&tag=low&verdict=unknown&failedOver=false&domain=go.example&limit=1&sort=createdAt")).ShouldBe([slugs[0], slugs[2]], ignoreOrder: true);
        (await Api.SlugsAsync("?search=&tag=&verdict=&failedOver=&domain=&sort=&limit=&cursor=")).Count.ShouldBe(6);
    }
}

public sealed class FiltersOnSqlite(SqliteLinks links) : FilterTests(links);

public sealed class FiltersOnPostgres(PostgresLinks links) : FilterTests(links);
