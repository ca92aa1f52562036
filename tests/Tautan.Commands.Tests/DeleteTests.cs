using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class DeleteTests
{
    private static readonly (string, int, string) ById = ($"GET /api/v1/links/{Sample.Id}", 200, Sample.Link().ToJsonString());
    private static readonly (string, int, string) Gone = ($"DELETE /api/v1/links/{Sample.Id}", 204, "");
    private static readonly (string, int, string) Nothing = ("GET /api/v1/links", 200, Sample.Page(null));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_says_what_it_deleted(bool onTerminal)
    {
        await using var server = await FakeServer.StartAsync(ById, Gone);
        var ended = await Cli.Of(server, onTerminal).RunAsync("links", "delete", Sample.Id);
        ended.ShouldBeDone().Out.ShouldBe("deleted https://go.example/spring\n");
        server.Lines.ShouldBe([$"GET /api/v1/links/{Sample.Id}", $"DELETE /api/v1/links/{Sample.Id}"]);
    }

    [Fact]
    public async Task As_json_it_is_the_links_as_they_were()
    {
        await using var server = await FakeServer.StartAsync(ById, Gone);
        var ended = await Cli.Of(server).RunAsync("links", "delete", Sample.Id, "--json");
        Sample.Parse(ended.ShouldBeDone().Out).GetProperty("deleted")[0].GetProperty("id").GetString().ShouldBe(Sample.Id);
    }

    [Fact]
    public async Task One_that_is_not_there_does_not_keep_the_others()
    {
        await using var server = await FakeServer.StartAsync(ById, Gone, Nothing);
        var ended = await Cli.Of(server).RunAsync("links", "delete", "nosuch", Sample.Id, Sample.Id);
        ended.Code.ShouldBe(ExitCodes.NotFound);
        ended.Out.ShouldBe("deleted https://go.example/spring\n");
        ended.Error.ShouldBe($"tautan: no link \"nosuch\" on {server.Url}\n");
    }

    [Fact]
    public async Task Without_an_accepted_key_the_next_is_not_tried()
    {
        await using var server = await FakeServer.StartAsync(($"GET /api/v1/links/{Sample.Id}", 401, ""));
        (await Cli.Of(server).RunAsync("links", "delete", Sample.Id, "other")).ShouldFail(ExitCodes.Unauthorized);
        server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_link_that_is_changed_meanwhile_is_a_conflict()
    {
        await using var server = await FakeServer.StartAsync(ById, ($"DELETE /api/v1/links/{Sample.Id}", 412, """{ "title": "It was changed" }"""));
        (await Cli.Of(server).RunAsync("links", "delete", Sample.Id)).ShouldFail(ExitCodes.Conflict).ShouldBe("It was changed");
    }

    [Fact]
    public async Task A_slug_on_two_domains_deletes_neither()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, Sample.Page(null, Sample.Link(), Sample.Link(domain: "b.example"))));
        (await Cli.Of(server).RunAsync("links", "delete", "spring")).ShouldFail(ExitCodes.Usage);
        server.Lines.ShouldAllBe(l => l.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Releasing_lets_others_take_the_slug()
    {
        await using var server = await FakeServer.StartAsync(ById, Gone);
        (await Cli.Of(server).RunAsync("links", "delete", Sample.Id, "--release")).ShouldBeDone();
        server.Lines[^1].ShouldBe($"DELETE /api/v1/links/{Sample.Id}?release=true");
    }
}
