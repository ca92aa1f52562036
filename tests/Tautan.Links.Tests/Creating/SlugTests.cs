namespace Tautan.Links.Tests.Creating;

public abstract class SlugTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_custom_slug_may_have_letters_marks_emoji_and_slashes_inside()
    {
        foreach (var slug in new[] { Unique("a.b~c_d-"), Unique("Größe"), Unique("日本"), Unique("🌷"), Unique("a/b/c"), Unique("हिन्दी"), new string('x', 96) + Guid.NewGuid().ToString("N") })
        {
            var link = await Api.CreateAsync(With(("slug", slug)));

            Text(link, "slug").ShouldBe(slug);
            Text(link, "shortUrl").ShouldBe("https://go.example/" + string.Join('/', slug.Split('/').Select(Uri.EscapeDataString)));
        }
    }

    [Fact]
    public async Task A_slug_is_stored_in_normalization_form_C_and_is_one_slug_in_all_forms()
    {
        var tail = Unique();

        var link = await Api.CreateAsync(With(("slug", "cafe\u0301" + tail)));

        Text(link, "slug").ShouldBe("caf\u00e9" + tail);
        (await Api.PostAsync(With(("slug", "caf\u00e9" + tail)))).ShouldBeProblem(409, "slug_taken");
    }

    [Fact]
    public async Task Slugs_that_differ_in_case_alone_are_two()
    {
        var slug = Unique("case");

        await Api.CreateAsync(With(("slug", slug)));
        await Api.CreateAsync(With(("slug", slug.ToUpperInvariant())));
    }

    [Theory]
    [InlineData("", "1 to 128 characters")]
    [InlineData("a b", "U+0020")]
    [InlineData("a%20b", "U+0025")]
    [InlineData("a?b", "U+003F")]
    [InlineData("a+", "U+002B")]
    [InlineData("/a", "between segments")]
    [InlineData("a/", "between segments")]
    [InlineData("a//b", "between segments")]
    [InlineData("a/../b", "'..'")]
    [InlineData(".", "'.'")]
    [InlineData("a\u200bb", "U+200B")]
    [InlineData("a\u202eb", "U+202E")]
    [InlineData("a\u0000b", "U+0000")]
    [InlineData("a\\b", "U+005C")]
    public async Task A_bad_slug_is_refused_with_what_is_wrong(string slug, string expectation) =>
        (await Api.PostAsync(With(("slug", slug)))).ShouldRefuse("slug", expectation);

    [Fact]
    public async Task A_slug_of_128_characters_is_taken_and_one_of_129_refused()
    {
        (await Api.PostAsync(With(("slug", new string('x', 96) + Guid.NewGuid().ToString("N"))))).ShouldBe(201);
        (await Api.PostAsync(With(("slug", new string('x', 97) + Guid.NewGuid().ToString("N"))))).ShouldRefuse("slug", "129");
        (await Api.PostAsync(With(("slug", string.Concat(Enumerable.Repeat("🌷", 96)) + Guid.NewGuid().ToString("N"))))).ShouldBe(201);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("API/x")]
    [InlineData("app")]
    [InlineData("docs")]
    [InlineData("openapi")]
    [InlineData("connect/token")]
    [InlineData("account")]
    [InlineData("rest")]
    [InlineData(".well-known/x")]
    [InlineData("favicon.ico")]
    [InlineData("robots.txt")]
    public async Task What_belongs_to_the_platform_is_no_slug(string slug) =>
        (await Api.PostAsync(With(("slug", slug)))).ShouldRefuse("slug", "belongs to the platform");

    [Fact]
    public async Task A_taken_slug_answers_409_to_every_workspace()
    {
        var slug = Unique();
        await Api.CreateAsync(With(("slug", slug)));

        foreach (var api in new[] { Api, Links.Api(Guid.NewGuid()) })
        {
            var problem = (await api.PostAsync(With(("slug", slug)))).ShouldBeProblem(409, "slug_taken");

            Problem.ShouldName(problem, "slug", "taken");
        }
    }

    [Fact]
    public async Task Of_64_clients_that_want_one_slug_exactly_one_gets_it()
    {
        var slug = Unique();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Links.Api(Guid.NewGuid()).PostAsync(With(("slug", slug), ("title", $"{i}")))));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 409).ShouldBe(63);
    }
}

public sealed class SlugsOnSqlite(SqliteLinks links) : SlugTests(links);

public sealed class SlugsOnPostgres(PostgresLinks links) : SlugTests(links);
