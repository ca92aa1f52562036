using System.Text.Json.Nodes;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class DomainsTests
{
    private const string Verified = """
        { "name": "xn--bcher-kva.example", "displayName": "bücher.example", "isDefault": false, "verified": true, "verification": null, "links": 12,
          "redirectStatus": 301, "forwardQuery": true, "pathSuffix": false, "caseSensitive": true, "slugLength": 7, "disallowRobots": false,
          "baseRedirectUrl": "https://b.example/", "unknownRedirectUrl": null, "expiredRedirectUrl": null, "createdAt": "2026-11-24T19:46:40.123Z" }
        """;

    private const string Open = """
        { "name": "go.example", "displayName": "go.example", "isDefault": false, "verified": false, "links": 0, "redirectStatus": 302, "createdAt": "2026-11-24T19:46:40Z",
          "verification": { "txtName": "_tautan.go.example", "txtValue": "proof-1", "fileUrl": "http://go.example/.well-known/tautan", "fileContent": "proof-2" } }
        """;

    private const string Task =
        "tautan: go.example is not verified: publish a TXT record \"proof-1\" at _tautan.go.example, or a file \"proof-2\" at http://go.example/.well-known/tautan; "
        + "then: tautan domains verify go.example\n";

    [Fact]
    public async Task In_a_pipe_a_domain_is_a_line_of_documented_columns()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/domains", 200, $$"""{ "items": [{{Verified}}, {{Open}}], "nextCursor": null }"""));
        (await Cli.Of(server).RunAsync("domains", "list")).ShouldBeDone().Lines.ShouldBe(
        [
            "xn--bcher-kva.example\tbücher.example\tfalse\ttrue\t12\t301\t2026-11-24T19:46:40Z",
            "go.example\tgo.example\tfalse\tfalse\t0\t302\t2026-11-24T19:46:40Z",
        ]);
        var table = (await Cli.Of(server, onTerminal: true).RunAsync("domains", "list")).ShouldBeDone().Out;
        table.ShouldContain("bücher.example");
        table.ShouldNotContain("xn--");
        Sample.Parse((await Cli.Of(server).RunAsync("domains", "list", "--json")).ShouldBeDone().Out).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task What_is_added_shows_what_proves_it()
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/domains", 201, Open));
        var ended = await Cli.Of(server).RunAsync("domains", "add", "go.example");
        ended.ShouldBeDone().Lines.ShouldContain("verification.txtValue\tproof-1");
        ended.Error.ShouldBe(Task);
        server.Asked.Single().Body.ShouldBe("""{"name":"go.example"}""");
    }

    [Fact]
    public async Task Every_setting_has_an_option()
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/domains", 201, Verified));
        (await Cli.Of(server).RunAsync(
            "domains", "add", "bücher.example", "--redirect-status", "301", "--forward-query", "--path-suffix", "false", "--slug-length", "5", "--disallow-robots",
            "--base-redirect-url", "https://b.example/", "--unknown-redirect-url", "https://u.example/", "--expired-redirect-url", "https://e.example/",
            "--case-sensitive", "false")).ShouldBeDone().Error.ShouldBeEmpty();
        JsonNode.DeepEquals(JsonNode.Parse(server.Asked.Single().Body), JsonNode.Parse("""
            { "name": "bücher.example", "redirectStatus": 301, "forwardQuery": true, "pathSuffix": false, "slugLength": 5, "disallowRobots": true,
              "baseRedirectUrl": "https://b.example/", "unknownRedirectUrl": "https://u.example/", "expiredRedirectUrl": "https://e.example/", "caseSensitive": false }
            """)).ShouldBeTrue(server.Asked.Single().Body);
    }

    [Fact]
    public async Task Setting_sends_what_is_named_alone()
    {
        await using var server = await FakeServer.StartAsync(("PATCH /api/v1/domains/b%C3%BCcher.example", 200, Verified));
        (await Cli.Of(server).RunAsync("domains", "set", "bücher.example", "--redirect-status", "308", "--clear", "baseRedirectUrl"))
            .ShouldBeDone().Lines.ShouldContain("displayName\tbücher.example");
        server.Asked.Single().Body.ShouldBe("""{"redirectStatus":308,"baseRedirectUrl":null}""");
        (await Cli.Of(server).RunAsync("domains", "set", "bücher.example")).ShouldFail(ExitCodes.Usage).ShouldContain("nothing to change");
    }

    [Theory]
    [InlineData(Verified, ExitCodes.Ok)]
    [InlineData(Open, ExitCodes.Failed)]
    public async Task The_exit_code_says_whether_it_is_verified(string answer, int code)
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/domains/go.example/verify", 200, answer));
        var ended = await Cli.Of(server).RunAsync("domains", "verify", "go.example");
        ended.Code.ShouldBe(code);
        ended.Error.ShouldBe(code == ExitCodes.Ok ? "" : Task);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("?links=move%3Ab.example", "--move-links", "b.example")]
    [InlineData("?links=delete", "--delete-links")]
    public async Task Removing_says_what_becomes_of_the_links(string query, params string[] options)
    {
        await using var server = await FakeServer.StartAsync(("DELETE /api/v1/domains/go.example", 204, ""));
        (await Cli.Of(server).RunAsync(["domains", "remove", "go.example", .. options.Where(o => o.Length > 0)])).ShouldBeDone().Out.ShouldBe("removed go.example\n");
        server.Lines.ShouldBe([$"DELETE /api/v1/domains/go.example{query}"]);
    }

    [Fact]
    public async Task A_domain_with_links_is_not_removed_unasked()
    {
        await using var server = await FakeServer.StartAsync(
            ("DELETE /api/v1/domains/go.example", 409, """{ "title": "Conflict", "code": "domain_has_links", "detail": "It has 3 links." }"""));
        (await Cli.Of(server).RunAsync("domains", "remove", "go.example")).ShouldFail(ExitCodes.Conflict)
            .ShouldBe("go.example has links: --move-links DOMAIN or --delete-links says what becomes of them");
        (await Cli.Of(server).RunAsync("domains", "remove", "go.example", "--delete-links", "--move-links", "x")).ShouldFail(ExitCodes.Usage);
    }

    [Fact]
    public async Task Why_else_a_domain_is_not_removed_is_what_the_server_says()
    {
        await using var server = await FakeServer.StartAsync(
            ("DELETE /api/v1/domains/go.example", 409, """{ "title": "Conflict", "code": "default_domain", "detail": "The default domain cannot be deleted." }"""));
        (await Cli.Of(server).RunAsync("domains", "remove", "go.example")).ShouldFail(ExitCodes.Conflict).ShouldBe("The default domain cannot be deleted (default_domain)");
    }

    [Fact]
    public async Task A_name_cannot_leave_its_place_in_the_path()
    {
        await using var server = await FakeServer.StartAsync(context => FakeServer.AnswerAsync(context, 404, ""));
        (await Cli.Of(server).RunAsync("domains", "show", "../links?x#y")).ShouldFail(ExitCodes.NotFound);
        server.Lines.Single().ShouldStartWith("GET /api/v1/domains/..%2Flinks%3Fx%23y");
    }
}
