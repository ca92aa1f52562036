using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class CreateTests
{
    private static readonly string Created = Sample.Link().ToJsonString();

    private static Task<FakeServer> ServerAsync() => FakeServer.StartAsync(("POST /api/v1/links", 201, Created));

    [Fact]
    public async Task In_a_pipe_it_prints_the_short_url_alone()
    {
        await using var server = await ServerAsync();
        var ended = await Cli.Of(server).RunAsync("links", "create", "https://a.example/x");
        ended.ShouldBeDone().Out.ShouldBe("https://go.example/spring\n");
        ended.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_terminal_it_also_shows_where_the_link_goes()
    {
        await using var server = await ServerAsync();
        var ended = await Cli.Of(server, onTerminal: true).RunAsync("links", "create", "https://a.example/x", "https://b.example/x");
        ended.ShouldBeDone().Lines.ShouldBe(["https://go.example/spring", "  → https://a.example/x", "  → https://b.example/x"]);
    }

    [Fact]
    public async Task As_json_it_prints_what_the_server_answered()
    {
        await using var server = await ServerAsync();
        var ended = await Cli.Of(server).RunAsync("links", "create", "https://a.example/x", "--json");
        JsonNode.DeepEquals(JsonNode.Parse(ended.ShouldBeDone().Out), JsonNode.Parse(Created)).ShouldBeTrue();
        ended.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_given_is_not_sent()
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync("links", "create", "https://a.example/x")).ShouldBeDone();
        server.Asked.Single().Body.ShouldBe("""{"destinations":[{"url":"https://a.example/x"}]}""");
        server.Asked.Single().Authorization.ShouldBe($"Bearer {Cli.Key}");
    }

    [Fact]
    public async Task Every_option_becomes_its_member()
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync(
            "links", "create", "https://a.example/x", "https://b.example/x", "--slug", "spring", "--domain", "go.example", "--title=-50 % \"off\"",
            "--tag", "sale", "--tag", "2027", "--redirect-status", "307", "--forward-query", "--starts-at", "2027-01-01T00:00:00+07:00",
            "--expires-at", "2027-01-31T09:00Z", "--fallback-url", "https://c.example", "--interval", "30", "--timeout", "5", "--failures", "2",
            "--retry", "3", "--successes", "4", "--failback", "manual", "--hold", "0", "--expected-status", "200,301-302", "--must-contain", "in stock",
            "--must-not-contain", "sold out", "--no-health", "--disabled")).ShouldBeDone();
        var expected = JsonNode.Parse("""
            { "destinations": [{ "url": "https://a.example/x" }, { "url": "https://b.example/x" }], "slug": "spring", "domain": "go.example",
              "title": "-50 % \"off\"", "tags": ["sale", "2027"], "redirectStatus": 307, "forwardQuery": true,
              "startsAt": "2026-12-31T17:00:00.0000000+00:00", "expiresAt": "2027-01-31T09:00:00.0000000+00:00", "enabled": false,
              "fallbackUrl": "https://c.example",
              "health": { "enabled": false, "intervalSeconds": 30, "timeoutSeconds": 5, "failuresToConfirm": 2, "retrySeconds": 3, "successesToRecover": 4,
                          "failback": "manual", "failbackHoldSeconds": 0, "expectedStatus": "200,301-302", "mustContain": "in stock", "mustNotContain": "sold out" } }
            """);
        var sent = JsonNode.Parse(server.Asked.Single().Body);
        JsonNode.DeepEquals(sent, expected).ShouldBeTrue(server.Asked.Single().Body);
    }

    [Fact]
    public async Task Every_further_option_becomes_its_member()
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync(
            "links", "create", "https://a.example/x", "--description", "d \u00fc", "--notes", "n", "--owner", "o", "--metadata", "k=v=w", "--metadata", "empty=",
            "--forward-query", "false", "--path-suffix", "--max-visits", "9", "--archived", "--find-if-exists",
            "--utm-source", "s", "--utm-medium", "m", "--utm-campaign", "c", "--utm-term", "t", "--utm-content", "x")).ShouldBeDone();
        var expected = JsonNode.Parse("""
            { "destinations": [{ "url": "https://a.example/x" }], "description": "d \u00fc", "notes": "n", "owner": "o", "metadata": { "k": "v=w", "empty": "" },
              "forwardQuery": false, "pathSuffix": true, "maxVisits": 9, "archived": true, "findIfExists": true,
              "utm": { "source": "s", "medium": "m", "campaign": "c", "term": "t", "content": "x" } }
            """);
        JsonNode.DeepEquals(JsonNode.Parse(server.Asked.Single().Body), expected).ShouldBeTrue(server.Asked.Single().Body);
    }

    [Theory]
    [InlineData("--metadata must be KEY=VALUE, but is \"colour\"", "--metadata", "colour")]
    [InlineData("--metadata must be KEY=VALUE, but is \"=red\"", "--metadata", "=red")]
    [InlineData("--metadata names \"a\" twice", "--metadata", "a=1", "--metadata", "a=2")]
    [InlineData("--health and --no-health exclude each other", "--health", "--no-health")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_sent(string said, params string[] options)
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync(["links", "create", "https://a.example/x", .. options])).ShouldFail(ExitCodes.Usage).ShouldBe(said);
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_without_a_zone_is_local()
    {
        await using var server = await ServerAsync();
        var time = new FakeTimeProvider();
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("WIB", TimeSpan.FromHours(7), "WIB", "WIB"));
        (await Cli.Of(server, time: time).RunAsync("links", "create", "https://a.example/x", "--starts-at", "2027-01-01")).ShouldBeDone();
        JsonNode.Parse(server.Asked.Single().Body)!["startsAt"]!.GetValue<string>().ShouldBe("2026-12-31T17:00:00.0000000+00:00");
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("03/04/2027")]
    [InlineData("2027-02-30T00:00Z")]
    [InlineData("")]
    public async Task A_time_that_is_none_is_refused_before_anything_is_sent(string text)
    {
        await using var server = await ServerAsync();
        var ended = await Cli.Of(server).RunAsync("links", "create", "https://a.example/x", "--expires-at", text);
        ended.ShouldFail(ExitCodes.Usage).ShouldBe($"--expires-at must be a time such as 2027-01-31T09:00Z, but is \"{text}\"");
        server.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--interval", "often")]
    [InlineData("--failback", "sometimes")]
    [InlineData("--redirect-status", "3.5")]
    public async Task A_value_of_the_wrong_type_is_wrong_usage(string option, string value)
    {
        await using var server = await ServerAsync();
        var ended = await Cli.Of(server).RunAsync("links", "create", "https://a.example/x", option, value);
        ended.ShouldFail(ExitCodes.Usage).ShouldContain(value);
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_argument_that_starts_with_an_at_sign_is_no_file()
    {
        await using var server = await ServerAsync();
        (await Cli.Of(server).RunAsync("links", "create", "@https://a.example", "--title", "@home")).ShouldBeDone();
        server.Asked.Single().Body.ShouldBe("""{"destinations":[{"url":"@https://a.example"}],"title":"@home"}""");
    }

    [Fact]
    public async Task A_slug_that_is_taken_by_a_link_of_ones_own_names_it()
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/links", 409, $$"""
            { "title": "Conflict", "status": 409, "code": "slug_taken", "errors": { "slug": ["must not be taken"] }, "linkId": "{{Sample.Id}}" }
            """));
        (await Cli.Of(server).RunAsync("links", "create", "https://a.example/x", "--slug", "spring"))
            .ShouldFail(ExitCodes.Conflict).ShouldBe($"slug: must not be taken (by link {Sample.Id})");
    }

    [Fact]
    public async Task An_answer_without_a_short_url_is_a_failure()
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/links", 201, """["not a link"]"""));
        var ended = await Cli.Of(server).RunAsync("links", "create", "https://a.example/x");
        ended.ShouldFail(ExitCodes.Failed).ShouldContain("shortUrl");
    }
}
