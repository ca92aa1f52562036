using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class TagsTests
{
    private static readonly (string, int, string) List =
        ("GET /api/v1/tags", 200, """{ "items": [{ "tag": "sale", "links": 3 }, { "tag": "früh/ling", "links": 1 }], "nextCursor": null }""");

    [Fact]
    public async Task In_a_pipe_a_tag_is_a_line()
    {
        await using var server = await FakeServer.StartAsync(List);
        (await Cli.Of(server).RunAsync("tags", "list")).ShouldBeDone().Out.ShouldBe("sale\t3\nfrüh/ling\t1\n");
        (await Cli.Of(server, onTerminal: true).RunAsync("tags", "list")).ShouldBeDone().Out.ShouldContain("früh/ling");
        Sample.Parse((await Cli.Of(server).RunAsync("tags", "list", "--json")).ShouldBeDone().Out).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Renaming_keeps_the_links()
    {
        await using var server = await FakeServer.StartAsync(List, ("PATCH /api/v1/tags/sale", 200, """{ "tag": "offer", "links": 3 }"""));
        (await Cli.Of(server).RunAsync("tags", "rename", "sale", "offer")).ShouldBeDone().Out.ShouldBe("offer\t3\n");
        server.Asked[^1].Body.ShouldBe("""{"tag":"offer"}""");
    }

    [Fact]
    public async Task Renaming_to_one_that_is_there_would_be_a_merger_and_is_not_made()
    {
        await using var server = await FakeServer.StartAsync(List);
        (await Cli.Of(server).RunAsync("tags", "rename", "sale", "früh/ling")).ShouldFail(ExitCodes.Conflict).ShouldContain("tautan tags merge");
        server.Lines.ShouldAllBe(line => line.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Merging_goes_tag_by_tag_into_the_one()
    {
        await using var server = await FakeServer.StartAsync(context => FakeServer.AnswerAsync(context, 200, """{ "tag": "offer", "links": 4 }"""));
        (await Cli.Of(server).RunAsync("tags", "merge", "sale", "früh/ling", "offer", "--into", "offer")).ShouldBeDone().Out.ShouldBe("offer\t4\n");
        server.Lines.ShouldBe(["PATCH /api/v1/tags/sale", "PATCH /api/v1/tags/fr%C3%BCh%2Fling"]);
        (await Cli.Of(server).RunAsync("tags", "merge", "sale")).ShouldFail(ExitCodes.Usage).ShouldContain("--into");
        (await Cli.Of(server).RunAsync("tags", "merge", "sale", "--into", "sale")).ShouldFail(ExitCodes.Usage).ShouldContain("itself");
    }

    [Fact]
    public async Task Deleting_says_how_many_links_had_it()
    {
        await using var server = await FakeServer.StartAsync(("DELETE /api/v1/tags/sale", 200, """{ "links": 3 }"""));
        (await Cli.Of(server).RunAsync("tags", "delete", "sale")).ShouldBeDone().Out.ShouldBe("deleted sale, which 3 links had\n");
    }

    [Theory]
    [InlineData("delete", "nosuch")]
    [InlineData("merge", "nosuch", "--into", "sale")]
    [InlineData("rename", "nosuch", "other")]
    public async Task A_tag_that_no_link_has_is_named(params string[] arguments)
    {
        await using var server = await FakeServer.StartAsync(List);
        (await Cli.Of(server).RunAsync(["tags", .. arguments])).ShouldFail(ExitCodes.NotFound).ShouldBe($"no link on {server.Url} has the tag \"nosuch\"");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_tag_that_a_path_takes_for_a_step_is_refused(string tag)
    {
        await using var server = await FakeServer.StartAsync(context => FakeServer.AnswerAsync(context, 204, ""));
        (await Cli.Of(server).RunAsync("tags", "delete", tag)).ShouldFail(ExitCodes.Usage).ShouldContain($"\"{tag}\"");
        server.Asked.ShouldBeEmpty();
    }
}
