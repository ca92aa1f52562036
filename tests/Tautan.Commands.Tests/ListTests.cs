using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class ListTests
{
    /// <summary>A server with so many links, `link0` first, that gives what `limit` asks for and no more than <paramref name="page"/>.</summary>
    private static Task<FakeServer> ServerAsync(int links, int page = 1000) => FakeServer.StartAsync(context =>
    {
        var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
        var from = query.TryGetValue("cursor", out var cursor) ? int.Parse(cursor.ToString()["at ".Length..], CultureInfo.InvariantCulture) : 0;
        var to = Math.Min(links, from + Math.Min(page, int.Parse(query["limit"].ToString(), CultureInfo.InvariantCulture)));
        var items = Enumerable.Range(from, to - from).Select(i => Sample.Link($"link{i}", title: $"Title {i}")).ToArray();
        return FakeServer.AnswerAsync(context, 200, Sample.Page(to < links ? $"at {to}" : null, items));
    });

    [Fact]
    public async Task In_a_pipe_a_link_is_a_line_of_documented_columns()
    {
        await using var server = await ServerAsync(1);
        var ended = await Cli.Of(server).RunAsync("links", "list");
        ended.ShouldBeDone().Out.ShouldBe(
            $"{Sample.Id}\thttps://go.example/link0\tup\ttrue\thttps://b.example/x\tTitle 0\tsale,2027\t2026-11-24T19:46:40Z\n");
        ended.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_terminal_it_is_a_table_with_colours()
    {
        await using var server = await ServerAsync(2);
        var ended = await Cli.Of(server, onTerminal: true).RunAsync("links", "list");
        foreach (var part in (string[])["Short URL", "Verdict", "https://go.example/link1", "up (failed over)", "https://b.example/x", "Title 1"])
            ended.ShouldBeDone().Out.ShouldContain(part);
        ended.Out.ShouldContain("\u001b[32m");
        ended.Out.ShouldNotContain(Sample.Id);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Without_colours_a_table_holds_no_sequences(string name, string value)
    {
        await using var server = await ServerAsync(2);
        var cli = Cli.Of(server, onTerminal: true);
        cli.Variables[name] = value;
        var ended = await cli.RunAsync("links", "list");
        ended.ShouldBeDone().Out.ShouldContain("up (failed over)");
        ended.Out.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task A_narrow_terminal_is_not_overrun()
    {
        await using var server = await ServerAsync(2);
        var cli = Cli.Of(server, onTerminal: true, width: 60);
        cli.Variables["NO_COLOR"] = "1";
        (await cli.RunAsync("links", "list")).ShouldBeDone().Lines.ShouldAllBe(line => line.Length <= 60);
    }

    [Fact]
    public async Task It_follows_cursors_up_to_the_limit_and_says_that_there_is_more()
    {
        await using var server = await ServerAsync(20, page: 4);
        var ended = await Cli.Of(server).RunAsync("links", "list", "--limit", "10");
        ended.ShouldBeDone().Lines.Count.ShouldBe(10);
        ended.Error.ShouldBe("tautan: there are more: --all lists all, --cursor \"at 10\" goes on here\n");
        server.Lines.ShouldBe(
        [
            "GET /api/v1/links?limit=10",
            "GET /api/v1/links?limit=6&cursor=at%204",
            "GET /api/v1/links?limit=2&cursor=at%208",
        ]);
    }

    [Fact]
    public async Task A_list_goes_on_where_an_earlier_one_ended()
    {
        await using var server = await ServerAsync(20);
        var ended = await Cli.Of(server).RunAsync("links", "list", "--cursor", "at 18");
        ended.ShouldBeDone().Lines.Select(l => l.Split('\t')[1]).ShouldBe(["https://go.example/link18", "https://go.example/link19"]);
        ended.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_means_all(bool onTerminal)
    {
        await using var server = await ServerAsync(2345);
        var ended = await Cli.Of(server, onTerminal).RunAsync("links", "list", "--all");
        ended.ShouldBeDone().Lines.Count(l => l.Contains("/link", StringComparison.Ordinal)).ShouldBe(2345);
        ended.Error.ShouldBeEmpty();
        server.Lines.ShouldAllBe(l => l.Contains("limit=1000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_become_one_json_document()
    {
        await using var server = await ServerAsync(7, page: 3);
        var all = Sample.Parse((await Cli.Of(server).RunAsync("links", "list", "--all", "--json")).ShouldBeDone().Out);
        all.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("slug").GetString()).ShouldBe(Enumerable.Range(0, 7).Select(i => $"link{i}"));
        all.GetProperty("nextCursor").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        var some = Sample.Parse((await Cli.Of(server).RunAsync("links", "list", "--limit", "4", "--json")).ShouldBeDone().Out);
        some.GetProperty("items").GetArrayLength().ShouldBe(4);
        some.GetProperty("nextCursor").GetString().ShouldBe("at 4");
    }

    [Fact]
    public async Task Filters_are_passed_on_escaped()
    {
        await using var server = await ServerAsync(0);
        (await Cli.Of(server).RunAsync(
            "links", "list", "--search", "a&limit=9 ü", "--tag", "sale", "--verdict", "down", "--failed-over", "--domain", "go.example", "--sort=-title")).ShouldBeDone();
        server.Lines.ShouldBe(["GET /api/v1/links?search=a%26limit%3D9%20%C3%BC&tag=sale&verdict=down&failedOver=true&domain=go.example&sort=-title&limit=50"]);
    }

    [Fact]
    public async Task Every_filter_has_an_option()
    {
        await using var server = await ServerAsync(0);
        (await Cli.Of(server).RunAsync(
            "links", "list", "--slug", "über", "--tag", "a", "--tag", "b", "--tag-any", "c", "--tag-any", "d", "--tag-none", "e", "--status", "expired", "--archived", "any",
            "--host", "a.example", "--has-expiry", "--created-after", "2026-01-01T00:00Z", "--created-before", "2026-02-01T00:00:00+07:00",
            "--updated-after", "2026-03-01T00:00Z", "--updated-before", "2026-04-01T00:00Z")).ShouldBeDone();
        server.Lines.Select(Uri.UnescapeDataString).ShouldBe([
            "GET /api/v1/links?slug=über&tag=a&tag=b&tagAny=c&tagAny=d&tagNone=e&status=expired&archived=any&host=a.example&hasExpiry=true"
            + "&createdAfter=2026-01-01T00:00:00Z&createdBefore=2026-01-31T17:00:00Z&updatedAfter=2026-03-01T00:00:00Z&updatedBefore=2026-04-01T00:00:00Z&limit=50",
        ]);
    }

    [Fact]
    public async Task Archived_alone_means_the_archived_ones()
    {
        await using var server = await ServerAsync(0);
        (await Cli.Of(server).RunAsync("links", "list", "--archived")).ShouldBeDone();
        server.Lines.ShouldBe(["GET /api/v1/links?archived=true&limit=50"]);
    }

    [Theory]
    [InlineData("links list --count --tag sale", "10000+\n")]
    [InlineData("links list --count --tag sale --json", "{\"count\":\"10000+\"}\n")]
    public async Task Counting_prints_the_number_alone(string arguments, string printed)
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, """{ "items": [], "nextCursor": null, "count": "10000+" }"""));
        (await Cli.Of(server).RunAsync(arguments.Split(' '))).ShouldBeDone().Out.ShouldBe(printed);
        server.Lines.ShouldBe(["GET /api/v1/links?tag=sale&limit=1&count=true"]);
    }

    [Fact]
    public async Task As_json_the_count_is_what_the_server_answered()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, """{ "items": [], "nextCursor": null, "count": 4 }"""));
        (await Cli.Of(server).RunAsync("links", "list", "--count", "--json")).ShouldBeDone().Out.ShouldBe("{\"count\":4}\n");
    }

    [Fact]
    public async Task A_server_that_does_not_count_is_a_failure()
    {
        await using var server = await ServerAsync(1);
        (await Cli.Of(server).RunAsync("links", "list", "--count")).ShouldFail(ExitCodes.Failed).ShouldContain("did not say how many");
    }

    [Fact]
    public async Task Failed_over_can_be_asked_for_the_other_way_round()
    {
        await using var server = await ServerAsync(0);
        (await Cli.Of(server).RunAsync("links", "list", "--failed-over", "false")).ShouldBeDone();
        server.Lines.ShouldBe(["GET /api/v1/links?failedOver=false&limit=50"]);
    }

    [Fact]
    public async Task No_links_are_no_lines()
    {
        await using var server = await ServerAsync(0);
        (await Cli.Of(server).RunAsync("links", "list")).ShouldBe(new Ended(ExitCodes.Ok, "", ""));
        (await Cli.Of(server, onTerminal: true).RunAsync("links", "list")).ShouldBe(new Ended(ExitCodes.Ok, "", "tautan: no links\n"));
        Sample.Parse((await Cli.Of(server).RunAsync("links", "list", "--json")).Out).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("many")]
    public async Task A_limit_is_a_number_of_links(string limit)
    {
        await using var server = await ServerAsync(1);
        (await Cli.Of(server).RunAsync("links", "list", $"--limit={limit}")).ShouldFail(ExitCodes.Usage).ShouldContain("--limit");
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cursor_that_never_moves_ends_the_list_with_a_failure()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, Sample.Page("again", Sample.Link())));
        var ended = await Cli.Of(server).RunAsync("links", "list", "--all");
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Error.ShouldContain("repeats a page");
        server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_on_the_first_page_leaves_no_half_document()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 500, ""));
        (await Cli.Of(server).RunAsync("links", "list", "--json")).ShouldFail(ExitCodes.Failed);
    }

    [Theory]
    [InlineData("""{ "links": [] }""")]
    [InlineData("""{ "items": {} }""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("17")]
    public async Task An_answer_that_is_no_list_is_a_failure(string body)
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, body));
        (await Cli.Of(server).RunAsync("links", "list")).ShouldFail(ExitCodes.Failed).ShouldContain("no list");
    }

    [Fact]
    public async Task A_link_without_optional_members_still_has_its_columns()
    {
        await using var server = await FakeServer.StartAsync(
            ("GET /api/v1/links", 200, Sample.Page(null, new JsonObject { ["id"] = Sample.Id, ["shortUrl"] = "https://go.example/x" })));
        (await Cli.Of(server).RunAsync("links", "list")).ShouldBeDone().Out.ShouldBe($"{Sample.Id}\thttps://go.example/x\t\tfalse\t\t\t\t\n");
    }
}
