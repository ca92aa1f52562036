using System.Text.Json.Nodes;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class SetTests
{
    private static readonly (string, int, string) ById = ($"GET /api/v1/links/{Sample.Id}", 200, Sample.Link().ToJsonString());
    private static readonly (string, int, string) Changed = ($"PATCH /api/v1/links/{Sample.Id}", 200, Sample.Link().ToJsonString());

    private static async Task<string> SentAsync(params string[] options)
    {
        await using var server = await FakeServer.StartAsync(ById, Changed);
        var ended = await Cli.Of(server).RunAsync(["links", "set", Sample.Id, .. options]);
        ended.ShouldBeDone().Out.ShouldBe("changed https://go.example/spring\n");
        return server.Asked[^1].Body;
    }

    [Fact]
    public async Task Only_what_is_named_is_sent()
    {
        (await SentAsync("--title", "New")).ShouldBe("""{"title":"New"}""");
        (await SentAsync("--enabled", "false")).ShouldBe("""{"enabled":false}""");
        (await SentAsync("--enabled")).ShouldBe("""{"enabled":true}""");
        (await SentAsync("--health")).ShouldBe("""{"health":{"enabled":true}}""");
        (await SentAsync("--destination", "https://c.example", "--destination", "https://d.example"))
            .ShouldBe("""{"destinations":[{"url":"https://c.example"},{"url":"https://d.example"}]}""");
    }

    [Fact]
    public async Task Clearing_is_null() => (await SentAsync("--clear", "title", "--clear", "expiresAt")).ShouldBe("""{"title":null,"expiresAt":null}""");

    [Fact]
    public async Task One_tag_more_and_one_less_keep_the_others_and_what_somebody_else_changed()
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.Headers.ETag = "\"7\"";
            return FakeServer.AnswerAsync(context, 200, Sample.Link().ToJsonString());
        });
        (await Cli.Of(server).RunAsync("links", "set", Sample.Id, "--add-tag", "new", "--add-tag", "2027", "--remove-tag", "sale")).ShouldBeDone();
        server.Asked[^1].Body.ShouldBe("""{"tags":["2027","new"]}""");
        server.Asked[^1].IfMatch.ShouldBe("\"7\"");
    }

    [Theory]
    [InlineData("nothing to change was named; see tautan links set --help")]
    [InlineData("--tag names all tags: --add-tag and --remove-tag do not go with it", "--tag", "a", "--add-tag", "b")]
    [InlineData("--slug names one link, and cannot be that of several", "another", "--slug", "x")]
    [InlineData("--clear title does not go with an option that sets it", "--clear", "title", "--title", "x")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_sent(string said, params string[] options)
    {
        await using var server = await FakeServer.StartAsync(ById, Changed);
        (await Cli.Of(server).RunAsync(["links", "set", Sample.Id, .. options])).ShouldFail(ExitCodes.Usage).ShouldBe(said);
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_that_cannot_be_cleared_is_wrong_usage()
    {
        await using var server = await FakeServer.StartAsync(ById, Changed);
        (await Cli.Of(server).RunAsync("links", "set", Sample.Id, "--clear", "slug")).ShouldFail(ExitCodes.Usage).ShouldContain("slug");
    }

    [Fact]
    public async Task What_the_server_finds_wrong_is_said_by_field()
    {
        await using var server = await FakeServer.StartAsync(
            ById, ($"PATCH /api/v1/links/{Sample.Id}", 422, """{ "title": "Invalid", "status": 422, "code": "invalid", "errors": { "title": ["must be short"] } }"""));
        (await Cli.Of(server).RunAsync("links", "set", Sample.Id, "--title", "x")).ShouldFail(ExitCodes.Failed).ShouldBe("title: must be short");
    }

    [Theory]
    [InlineData("archive", "archived", true)]
    [InlineData("restore", "restored", false)]
    public async Task Archiving_and_restoring_change_one_field(string command, string done, bool archived)
    {
        await using var server = await FakeServer.StartAsync(ById, Changed);
        (await Cli.Of(server).RunAsync("links", command, Sample.Id)).ShouldBeDone().Out.ShouldBe($"{done} https://go.example/spring\n");
        JsonNode.Parse(server.Asked[^1].Body)!["archived"]!.GetValue<bool>().ShouldBe(archived);
        var json = Sample.Parse((await Cli.Of(server).RunAsync("links", command, Sample.Id, "--json")).ShouldBeDone().Out);
        json.GetProperty(done).GetArrayLength().ShouldBe(1);
    }
}
