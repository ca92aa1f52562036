namespace Tautan.Links.Tests.Reading;

public abstract class QrCodeTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_link_has_its_code_in_the_form_that_is_asked_for()
    {
        var link = await Api.CreateAsync(With());
        var path = $"/api/v1/links/{Id(link)}/qr";

        var svg = await Api.SendAsync(HttpMethod.Get, path + "?format=svg&color=036&background=%23ffeedd&size=300&margin=2&level=H");
        var png = await Api.SendAsync(HttpMethod.Get, path + "?format=png");

        svg.Status.ShouldBe(200);
        svg.ContentType.ShouldBe("image/svg+xml");
        svg.Text.ShouldContain("width=\"300\"");
        svg.Text.ShouldContain("fill=\"#003366\"");
        svg.Text.ShouldContain("fill=\"#ffeedd\"");
        svg.ETag.ShouldNotBeNull();
        png.ContentType.ShouldBe("image/png");
        png.ETag.ShouldNotBe(svg.ETag);
        (await Links.Api(Guid.NewGuid()).SendAsync(HttpMethod.Get, path)).ShouldBeProblem(404, "link_not_found");
    }

    [Theory]
    [InlineData("size=63", "size", "64 to 2048")]
    [InlineData("margin=21", "margin", "0 to 20")]
    [InlineData("format=gif", "format", "svg or png")]
    [InlineData("level=Z", "level", "L, M, Q or H")]
    [InlineData("color=12345", "color", "hexadecimal")]
    [InlineData("background=red", "background", "hexadecimal")]
    [InlineData("color=ffffff&background=000000", "background", "lighter than color")]
    [InlineData("color=999&background=aaa", "background", "contrast of 3")]
    public async Task A_picture_that_cannot_be_or_be_read_is_refused_by_name(string query, string field, string expectation) =>
        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(await Api.CreateAsync(With()))}/qr?{query}")).ShouldRefuse(field, expectation);

    [Fact]
    public async Task A_picture_has_a_pixel_for_each_module_at_least()
    {
        var link = await Api.CreateAsync(With(("slug", string.Concat(Enumerable.Repeat("🌷", 128)))));

        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/qr?level=L&format=svg")).Status.ShouldBe(200);
        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/links/{Id(link)}/qr?level=L&format=png&size=64")).ShouldRefuse("size", "at least");
    }
}

public sealed class QrCodeOnSqlite(SqliteLinks links) : QrCodeTests(links);

public sealed class QrCodeOnPostgres(PostgresLinks links) : QrCodeTests(links);
