using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class ShowTests
{
    private static readonly string Link = Sample.Link(title: "Spring sale").ToJsonString();

    private static readonly (string, int, string) ById = ($"GET /api/v1/links/{Sample.Id}", 200, Link);
    private static readonly (string, int, string) Health = ($"GET /api/v1/links/{Sample.Id}/health", 200, Sample.Health);
    private static readonly (string, int, string) Checks = ($"GET /api/v1/links/{Sample.Id}/checks", 200, Sample.Checks);

    private static (string, int, string) Found(params System.Text.Json.Nodes.JsonObject[] links) => ("GET /api/v1/links", 200, Sample.Page(null, links));

    [Fact]
    public async Task In_a_pipe_it_is_facts_and_destinations_line_by_line()
    {
        await using var server = await FakeServer.StartAsync(ById, Health);
        var ended = await Cli.Of(server).RunAsync("links", "show", Sample.Id);
        ended.ShouldBeDone().Lines.ShouldBe(
        [
            "shortUrl\thttps://go.example/spring",
            $"id\t{Sample.Id}",
            "title\tSpring sale",
            "tags\tsale,2027",
            "verdict\tup",
            "since\t2026-11-24T18:00:00Z",
            "failedOver\ttrue",
            "serving\thttps://b.example/x",
            "redirectStatus\t302",
            "forwardQuery\tfalse",
            "enabled\ttrue",
            "expiresAt\t2027-01-31T09:00:00Z",
            "createdAt\t2026-11-24T19:46:40Z",
            "updatedAt\t2026-11-24T19:46:40Z",
            $"destination\t{Sample.First}\thttps://a.example/x\tdown\trefused\tflapping\t2026-11-24T18:00:00Z\t2026-11-24T19:46:00Z\t\t2\t60\t97.51%\t",
            $"destination\t{Sample.Second}\thttps://b.example/x\tup\t\t\t\t\t\t\t90\t\t",
        ]);
        ended.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_terminal_it_is_a_block_and_a_table()
    {
        await using var server = await FakeServer.StartAsync(ById, Health, Checks);
        var cli = Cli.Of(server, onTerminal: true);
        cli.Variables["NO_COLOR"] = "1";
        var ended = await cli.RunAsync("links", "show", Sample.Id, "--checks", "2");
        foreach (var part in (string[])["Spring sale", "up (failed over)", "Destination", "Last probe", "refused, flapping", "first byte", "failed: refused, confirming", "ok: 200", "1, 2, 3, 4, 10"])
            ended.ShouldBeDone().Out.ShouldContain(part);
    }

    [Fact]
    public async Task Probes_are_lines_with_their_timings()
    {
        await using var server = await FakeServer.StartAsync(ById, Health, Checks);
        var ended = await Cli.Of(server).RunAsync("links", "show", Sample.Id, "--checks", "2");
        ended.ShouldBeDone().Lines.Where(l => l.StartsWith("check\t", StringComparison.Ordinal)).ShouldBe(
        [
            "check\t2026-11-24T19:46:00Z\t2026-11-24T19:46:00Z\t1\thttps://a.example/x\tfailed\t\trefused\tconfirming\t1\t0\t\t\t2",
            "check\t2026-11-24T19:40:00Z\t2026-11-24T19:45:00Z\t6\thttps://b.example/x\tok\t200\t\t\t1\t2\t3\t4\t10",
        ]);
        server.Lines[^1].ShouldBe($"GET /api/v1/links/{Sample.Id}/checks?limit=2");
    }

    [Fact]
    public async Task As_json_it_is_the_servers_answers_under_their_names()
    {
        await using var server = await FakeServer.StartAsync(ById, Health);
        var shown = Sample.Parse((await Cli.Of(server).RunAsync("links", "show", Sample.Id, "--json")).ShouldBeDone().Out);
        shown.GetProperty("link").GetProperty("slug").GetString().ShouldBe("spring");
        shown.GetProperty("health").GetProperty("destinations").GetArrayLength().ShouldBe(2);
        shown.GetProperty("checks").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task While_health_is_away_the_link_is_shown_with_a_remark()
    {
        await using var server = await FakeServer.StartAsync(
            ById, ($"GET /api/v1/links/{Sample.Id}/health", 503, """{ "detail": "health is away.", "code": "service_unavailable" }"""));
        var ended = await Cli.Of(server).RunAsync("links", "show", Sample.Id);
        ended.ShouldBeDone().Lines.ShouldContain($"destination\t{Sample.First}\thttps://a.example/x\tdown\trefused\t\t\t\t\t\t\t\t");
        ended.Error.ShouldBe("tautan: its probes are not known now: health is away (service_unavailable)\n");
    }

    [Theory]
    [InlineData("spring")]
    [InlineData("https://go.example/spring")]
    [InlineData("http://GO.example/spring/")]
    [InlineData("go.example/spring")]
    public async Task A_slug_and_a_short_url_name_a_link(string reference)
    {
        await using var server = await FakeServer.StartAsync(
            Found(Sample.Link("offspring", id: Guid.NewGuid().ToString()), Sample.Link(title: "Spring sale")), Health);
        (await Cli.Of(server).RunAsync("links", "show", reference)).ShouldBeDone().Lines.ShouldContain($"id\t{Sample.Id}");
    }

    [Theory]
    [InlineData("SPRING")]
    [InlineData("go.example/Spring")]
    [InlineData("https://go.example/sPring")]
    public async Task A_link_that_the_server_finds_in_another_case_is_the_one_that_was_meant(string reference)
    {
        await using var server = await FakeServer.StartAsync(Found(Sample.Link()), Health);
        (await Cli.Of(server).RunAsync("links", "show", reference)).ShouldBeDone().Lines.ShouldContain($"id\t{Sample.Id}");
    }

    [Fact]
    public async Task A_slug_may_hold_a_slash()
    {
        await using var server = await FakeServer.StartAsync(Found(Sample.Link("spring/sale")), Health);
        (await Cli.Of(server).RunAsync("links", "show", "spring/sale")).ShouldBeDone();
        (await Cli.Of(server).RunAsync("links", "show", "https://go.example/spring/sale")).ShouldBeDone();
    }

    [Fact]
    public async Task A_slug_of_any_length_is_asked_for_as_it_is()
    {
        var slug = "a" + string.Concat(Enumerable.Repeat("\U0001f517", 127));
        await using var server = await FakeServer.StartAsync(Found(Sample.Link(slug)), Health);
        (await Cli.Of(server).RunAsync("links", "show", slug)).ShouldBeDone();
        Uri.UnescapeDataString(server.Lines[0]).ShouldBe($"GET /api/v1/links?slug={slug}&archived=any&limit=1000");
    }

    [Fact]
    public async Task A_slug_that_looks_like_an_id_is_found()
    {
        var slug = Guid.NewGuid().ToString();
        await using var server = await FakeServer.StartAsync(Found(Sample.Link(slug)), Health);
        (await Cli.Of(server).RunAsync("links", "show", slug)).ShouldBeDone().Lines.ShouldContain($"id\t{Sample.Id}");
    }

    [Fact]
    public async Task Names_of_this_machine_are_one_host()
    {
        await using var server = await FakeServer.StartAsync(Found(Sample.Link(domain: "127.0.0.1:8080")), Health);
        (await Cli.Of(server).RunAsync("links", "show", "https://localhost:8080/spring")).ShouldBeDone();
        (await Cli.Of(server).RunAsync("links", "show", "https://localhost:8081/spring")).ShouldFail(ExitCodes.NotFound);
    }

    [Fact]
    public async Task A_short_url_of_another_domain_is_not_found()
    {
        await using var server = await FakeServer.StartAsync(Found(Sample.Link()));
        var ended = await Cli.Of(server).RunAsync("links", "show", "https://other.example/spring");
        ended.ShouldFail(ExitCodes.NotFound).ShouldBe($"no link \"https://other.example/spring\" on {server.Url}");
    }

    [Fact]
    public async Task A_slug_on_two_domains_must_be_told_apart()
    {
        await using var server = await FakeServer.StartAsync(Found(Sample.Link(), Sample.Link(domain: "b.example")));
        var ended = await Cli.Of(server).RunAsync("links", "show", "spring");
        ended.ShouldFail(ExitCodes.Usage).ShouldBe("\"spring\" names 2 links; say which: https://go.example/spring, https://b.example/spring");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../admin")]
    [InlineData("://")]
    [InlineData("http://")]
    [InlineData("a b?c#d")]
    [InlineData("%2e%2e")]
    public async Task A_strange_reference_is_only_looked_for(string reference)
    {
        await using var server = await FakeServer.StartAsync(Found());
        (await Cli.Of(server).RunAsync("links", "show", reference)).ShouldFail(ExitCodes.NotFound);
        server.Lines.ShouldAllBe(l => l.StartsWith("GET /api/v1/links?slug=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    public async Task A_number_of_probes_has_bounds(string number)
    {
        await using var server = await FakeServer.StartAsync(ById);
        (await Cli.Of(server).RunAsync("links", "show", Sample.Id, "--checks", number)).ShouldFail(ExitCodes.Usage);
    }
}
