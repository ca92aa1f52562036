using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class GatewayTests
{
    private const string Answer = """{ "links": 3, "feeds": [{ "name": "links", "status": "held", "held": { "would": 9, "keep": null } }] }""";

    private static readonly IReadOnlyList<string> Lines = ["links\t3", "feeds.links.name\tlinks", "feeds.links.status\theld", "feeds.links.held.would\t9"];

    [Fact]
    public async Task Status_is_a_line_a_fact()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/gateway", 200, Answer));
        (await Cli.Of(server).RunAsync("gateway", "status")).ShouldBeDone().Lines.ShouldBe(Lines);
        (await Cli.Of(server, onTerminal: true).RunAsync("gateway", "status")).ShouldBeDone().Out.ShouldContain("feeds.links.held.would");
    }

    [Fact]
    public async Task As_json_it_is_the_servers_answer()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/gateway", 200, Answer), ("POST /api/v1/gateway/accept", 200, Answer));
        foreach (var command in (string[])["status", "accept"])
            Sample.Parse((await Cli.Of(server).RunAsync("gateway", command, "--json")).ShouldBeDone().Out).GetProperty("links").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Accept_means_all_feeds_or_the_named_one()
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/gateway/accept", 200, Answer));
        (await Cli.Of(server).RunAsync("gateway", "accept")).ShouldBeDone().Lines.ShouldBe(Lines);
        (await Cli.Of(server).RunAsync("gateway", "accept", "--feed", "links")).ShouldBeDone();
        server.Asked.Select(a => a.Body).ShouldBe(["""{"feed":null}""", """{"feed":"links"}"""]);
    }

    [Fact]
    public async Task Where_nothing_is_held_back_the_server_says_so()
    {
        await using var server = await FakeServer.StartAsync(
            ("POST /api/v1/gateway/accept", 409, """{ "detail": "Nothing is held back.", "code": "nothing_held" }"""));
        (await Cli.Of(server).RunAsync("gateway", "accept")).ShouldFail(ExitCodes.Conflict).ShouldBe("Nothing is held back (nothing_held)");
    }
}
