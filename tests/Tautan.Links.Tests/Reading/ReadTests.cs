namespace Tautan.Links.Tests.Reading;

public abstract class ReadTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_link_has_an_ETag_and_is_never_answered_with_304()
    {
        var created = await Api.PostAsync(With());
        using var http = Links.Installation.Client("gateway", "links", new(Workspace, "key:test", new HashSet<string> { "links:read" }));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links/" + Id(created.Json)) { Version = new Version(2, 0) };
        request.Headers.TryAddWithoutValidation("If-None-Match", created.ETag);

        using var response = await http.SendAsync(request, Cancel);

        ((int)response.StatusCode).ShouldBe(200);
        response.Headers.ETag!.ToString().ShouldBe(created.ETag);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Fact]
    public async Task Another_workspace_does_not_know_the_link()
    {
        var link = await Api.CreateAsync(With(("title", "mine"), ("tags", new System.Text.Json.Nodes.JsonArray("a"))));
        var other = Links.Api(Guid.NewGuid());

        (await other.GetAsync(Id(link))).ShouldBeProblem(404, "link_not_found");
        (await other.PatchAsync(Id(link), """{"title":"theirs"}""")).ShouldBeProblem(404, "link_not_found");
        (await other.DeleteAsync(Id(link))).ShouldBeProblem(404, "link_not_found");
        foreach (var query in new[] { "", "?search=mine", "?tag=a", "?verdict=unknown", "?failedOver=false" })
            (await other.ListAsync(query)).ShouldBe(200).GetProperty("items").GetArrayLength().ShouldBe(0);
        Text((await Api.GetAsync(Id(link))).Json, "title").ShouldBe("mine");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("bulk")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("%F0%9F%8C%B7")]
    [InlineData("0190000000007000800000000000ffff0")]
    public async Task What_is_no_id_is_not_found(string id) => (await Api.GetAsync(id)).ShouldBeProblem(404, "link_not_found");
}

public sealed class ReadOnSqlite(SqliteLinks links) : ReadTests(links);

public sealed class ReadOnPostgres(PostgresLinks links) : ReadTests(links);
