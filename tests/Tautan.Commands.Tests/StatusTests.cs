using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class StatusTests
{
    private static readonly (string, int, string) Feeds = ("GET /api/v1/gateway", 200, Sample.Gateway);

    private static (string, int, string) Ready(string status, string reasons = "") => (
        "GET /health/ready",
        status == "failing" ? 503 : 200,
        $$"""{ "status": "{{status}}", "services": { "gateway": { "status": "ready", "reasons": [] }, "links": { "status": "{{status}}", "reasons": [{{reasons}}] } } }""");

    [Theory]
    [InlineData("ready", ExitCodes.Ok)]
    [InlineData("degraded", ExitCodes.Degraded)]
    [InlineData("failing", ExitCodes.Failing)]
    public async Task The_exit_code_says_how_it_is(string status, int code)
    {
        await using var server = await FakeServer.StartAsync(Ready(status, "\"blind\", \"held back\""), Feeds);
        var ended = await Cli.Of(server).RunAsync("status");
        ended.Code.ShouldBe(code);
        ended.Error.ShouldBeEmpty();
        ended.Lines.ShouldBe(
        [
            $"status\t{status}",
            "service\tgateway\tready\t",
            $"service\tlinks\t{status}\tblind; held back",
            .. Sample.GatewayLines,
        ]);
    }

    [Fact]
    public async Task On_a_terminal_it_is_a_table()
    {
        await using var server = await FakeServer.StartAsync(Ready("degraded", "\"blind\""), Feeds);
        var ended = await Cli.Of(server, onTerminal: true).RunAsync("status");
        foreach (var part in (string[])["Service", "Reasons", "blind", "Last heard", "connected", "away", "not yet"])
            ended.Out.ShouldContain(part);
    }

    [Fact]
    public async Task As_json_it_is_both_answers_under_their_names()
    {
        await using var server = await FakeServer.StartAsync(Ready("failing"), Feeds);
        var ended = await Cli.Of(server).RunAsync("status", "--json");
        ended.Code.ShouldBe(ExitCodes.Failing);
        var shown = Sample.Parse(ended.Out);
        shown.GetProperty("ready").GetProperty("status").GetString().ShouldBe("failing");
        shown.GetProperty("gateway").GetProperty("feeds").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_key_how_it_is_is_told_and_no_key_is_asked_for()
    {
        await using var server = await FakeServer.StartAsync(Ready("ready"), Feeds);
        var cli = Cli.Of(server);
        cli.Variables.Remove("TAUTAN_API_KEY");
        var ended = await cli.RunAsync("status");
        ended.ShouldBeDone().Lines[0].ShouldBe("status\tready");
        ended.Error.ShouldStartWith("tautan: the gateway's feeds are not shown: no API key");
        server.Lines.ShouldBe(["GET /health/ready"]);
    }

    [Fact]
    public async Task The_operations_port_is_never_sent_the_key()
    {
        await using var server = await FakeServer.StartAsync(Ready("ready"), Feeds);
        (await Cli.Of(server).RunAsync("status")).ShouldBeDone();
        server.Asked[0].Authorization.ShouldBeEmpty();
        server.Asked[1].Authorization.ShouldBe($"Bearer {Cli.Key}");
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_changes_nothing_about_how_it_is()
    {
        await using var server = await FakeServer.StartAsync(Ready("failing"), ("GET /api/v1/gateway", 503, ""));
        var ended = await Cli.Of(server).RunAsync("status", "--json");
        ended.Code.ShouldBe(ExitCodes.Failing);
        ended.Error.ShouldContain("answered 503");
        Sample.Parse(ended.Out).GetProperty("gateway").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Another_port_is_noticed()
    {
        await using var server = await FakeServer.StartAsync(("GET /health/ready", 200, """{ "status": "fine" }"""));
        (await Cli.Of(server).RunAsync("status")).ShouldFail(ExitCodes.Failed).ShouldContain("is it the operations port?");
    }
}
