using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class GatewayTests
{
    private const string Accepted = """{ "items": [{ "feed": "links", "epoch": "e1", "revision": 43 }, { "feed": "verdicts", "epoch": "e2", "revision": 7 }] }""";

    private static Task<FakeServer> ServerAsync() =>
        FakeServer.StartAsync(("GET /api/v1/gateway", 200, Sample.Gateway), ("POST /api/v1/gateway/accept", 200, Accepted));

    [Fact]
    public async Task Status_in_a_pipe_is_facts_and_feeds_line_by_line()
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync("gateway", "status")).ShouldBeDone().Lines.ShouldBe(Sample.GatewayLines);
    }

    [Fact]
    public async Task Status_on_a_terminal_is_a_table_that_says_what_is_held_back()
    {
        await using var server = await ServerAsync();
        var ended = await Cli.Of(server, onTerminal: true).RunAsync("gateway", "status");
        foreach (var part in (string[])["tableBytes", "Last heard", "1 s ago", "not yet", "would remove 3 of 4; see gateway accept"])
            ended.ShouldBeDone().Out.ShouldContain(part);
    }

    [Fact]
    public async Task As_json_it_is_the_servers_answer()
    {
        await using var server = await ServerAsync();
        Sample.Parse((await Cli.Of(server).RunAsync("gateway", "status", "--json")).ShouldBeDone().Out).GetProperty("links").GetInt32().ShouldBe(3);
        Sample.Parse((await Cli.Of(server).RunAsync("gateway", "accept", "--json")).ShouldBeDone().Out).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Accept_says_what_it_accepted()
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync("gateway", "accept")).ShouldBeDone().Lines.ShouldBe(["accepted\tlinks\te1\t43", "accepted\tverdicts\te2\t7"]);
        (await Cli.Of(server, onTerminal: true).RunAsync("gateway", "accept")).ShouldBeDone().Out.ShouldContain("At revision");
    }

    [Fact]
    public async Task Accept_means_both_feeds_or_the_named_one()
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync("gateway", "accept")).ShouldBeDone();
        (await Cli.Of(server).RunAsync("gateway", "accept", "--feed", "links")).ShouldBeDone();
        server.Asked.Select(a => a.Body).ShouldBe(["""{"feed":null}""", """{"feed":"links"}"""]);
    }

    [Fact]
    public async Task A_source_that_is_away_is_said()
    {
        await using var server = await FakeServer.StartAsync(
            ("POST /api/v1/gateway/accept", 503, """{ "detail": "The service links did not take it (Unavailable).", "code": "service_unavailable" }"""));
        (await Cli.Of(server).RunAsync("gateway", "accept")).ShouldFail(ExitCodes.Failed)
            .ShouldBe("The service links did not take it (Unavailable) (service_unavailable)");
    }
}
