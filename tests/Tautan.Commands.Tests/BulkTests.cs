using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class BulkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tautan-bulk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A server that makes every link, save for those whose slug is <c>taken</c>, and finds those whose slug is <c>there</c>.</summary>
    private static Task<FakeServer> ServerAsync() => FakeServer.StartAsync(AnswerAsync);

    private static async Task AnswerAsync(HttpContext context)
    {
        // The body was read for the record; it is read once more from there.
        var body = JsonNode.Parse((string)context.Items["body"]!)!;
        var items = body["links"]!.AsArray().Select(link => (link!["slug"]?.GetValue<string>() ?? "abcdefg") switch
        {
            "taken" => new JsonObject { ["status"] = 409, ["problem"] = new JsonObject { ["title"] = "Conflict", ["code"] = "slug_taken", ["detail"] = "The slug is taken." } },
            "there" => new JsonObject { ["status"] = 200, ["link"] = Sample.Link("there") },
            var slug => new JsonObject { ["status"] = 201, ["link"] = Sample.Link(slug) },
        });
        await FakeServer.AnswerAsync(context, 200, new JsonObject { ["items"] = new JsonArray([.. items]) }.ToJsonString());
    }

    private async Task<(Ended Ended, IReadOnlyList<Asked> Asked)> RunAsync(string table, params string[] options)
    {
        await using var server = await ServerAsync();
        var ended = await In(server).RunAsync(["links", "bulk", Write(table), .. options]);
        return (ended, server.Asked);
    }

    private string Write(string table)
    {
        File.WriteAllText(Path.Combine(_folder, "links.csv"), table);
        return "links.csv";
    }

    private Cli In(FakeServer server, bool onTerminal = false, bool errorOnTerminal = false, byte[]? input = null) => new()
    {
        OnTerminal = onTerminal,
        ErrorOnTerminal = errorOnTerminal,
        WorkingDirectory = _folder,
        Input = input ?? [],
        Variables = { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_API_KEY"] = Cli.Key },
    };

    private static JsonNode Sent(Asked asked) => JsonNode.Parse(asked.Body)!["links"]!;

    [Fact]
    public async Task Every_column_becomes_its_member()
    {
        var (ended, asked) = await RunAsync(
            """
            url,URL2,slug,domain,title,description,notes,tags,owner,Redirect Status,forward-query,path_suffix,startsAt,expires_at,enabled,archived,fallbackUrl,maxVisits,utm_source,utmMedium,metadata.Team
            https://a.example/?x=1,https://b.example,über,go.example,"a ""b"", c",d,"two
            lines","sale, 2027,sale",o,307,yes,0,2027-01-01T00:00Z,2027-02-01T00:00Z,false,TRUE,https://c.example,9,mail,email,red
            """);
        ended.ShouldBeDone().Out.ShouldBe($"2\tcreated\thttps://go.example/über\t{Sample.Id}\n");
        ended.Error.ShouldBeEmpty();
        asked.Single().Line.ShouldBe("POST /api/v1/links/bulk");
        JsonNode.DeepEquals(Sent(asked.Single())[0], JsonNode.Parse("""
            { "destinations": [{ "url": "https://a.example/?x=1" }, { "url": "https://b.example" }], "slug": "über", "domain": "go.example", "title": "a \"b\", c",
              "description": "d", "notes": "two\nlines", "tags": ["sale", "2027"], "owner": "o", "redirectStatus": 307, "forwardQuery": true, "pathSuffix": false,
              "startsAt": "2027-01-01T00:00:00.0000000+00:00", "expiresAt": "2027-02-01T00:00:00.0000000+00:00", "enabled": false, "archived": true,
              "fallbackUrl": "https://c.example", "maxVisits": 9, "utm": { "source": "mail", "medium": "email" }, "metadata": { "Team": "red" } }
            """)).ShouldBeTrue(asked.Single().Body);
    }

    [Theory]
    [InlineData("url;title\nhttps://a.example/1,2;x\n")]
    [InlineData("url\ttitle\r\nhttps://a.example/1,2\tx\r\n")]
    [InlineData("\uFEFFdestinations,title\n\"https://a.example/1,2\",x")]
    public async Task Separators_line_ends_and_byte_order_marks_are_no_matter(string table)
    {
        var (ended, asked) = await RunAsync(table);
        ended.ShouldBeDone();
        Sent(asked.Single())[0]!.ToJsonString().ShouldBe("""{"destinations":[{"url":"https://a.example/1,2"}],"title":"x"}""");
    }

    [Fact]
    public async Task What_is_wrong_is_said_by_line_and_keeps_no_other_row()
    {
        var (ended, asked) = await RunAsync(
            """
            url,slug,title,redirectStatus
            https://a.example,one,"over
            two lines",
            https://a.example,taken,x,
            ,noUrl,x,

            https://a.example,number,x,many
            https://a.example,more,x,302,5
            https://a.example,there,x,
            """);
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Lines.ShouldBe([$"2\tcreated\thttps://go.example/one\t{Sample.Id}", $"9\tfound\thttps://go.example/there\t{Sample.Id}"]);
        ended.Error.ShouldBe(
            """
            tautan: links.csv:4: The slug is taken (slug_taken)
            tautan: links.csv:5: has no URL
            tautan: links.csv:7: redirectStatus must be a number, but is "many"
            tautan: links.csv:8: has 5 fields, but line 1 names 4; is a quote missing?

            """);
        Sent(asked.Single()).AsArray().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("", "line 1 must name the columns, but is empty")]
    [InlineData("\nurl\n", "line 1 must name the columns, but is empty")]
    [InlineData("https://a.example,one\n", "line 1 names a column \"https://a.example\", which is none of url, ")]
    [InlineData("url,colour\nhttps://a.example,red\n", "line 1 names a column \"colour\", which is none of url, ")]
    [InlineData("url,slug,Slug\n", "line 1 names the column \"Slug\" twice")]
    public async Task A_table_that_cannot_be_read_sends_nothing(string table, string said)
    {
        var (ended, asked) = await RunAsync(table);
        ended.ShouldFail(ExitCodes.Usage).ShouldStartWith($"links.csv: {said}");
        asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_in_utf8_is_no_table()
    {
        await using var server = await ServerAsync();
        var ended = await In(server, input: Encoding.Latin1.GetBytes("url,title\nhttps://a.example,ü\n")).RunAsync("links", "bulk", "-");
        ended.ShouldFail(ExitCodes.Usage).ShouldStartWith("-: it is not in UTF-8");
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_quote_that_is_missing_does_not_swallow_the_table()
    {
        var table = "url,title\nhttps://a.example,\"never ends\n" + string.Concat(Enumerable.Repeat("https://a.example,x\n", 20_000));
        var (ended, asked) = await RunAsync(table);
        ended.ShouldFail(ExitCodes.Usage).ShouldContain("is a quote missing?");
        asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_wrong_usage()
    {
        await using var server = await ServerAsync();
        (await In(server).RunAsync("links", "bulk", "nosuch.csv")).ShouldFail(ExitCodes.Usage).ShouldStartWith("cannot read nosuch.csv: ");
    }

    [Fact]
    public async Task A_thousand_go_in_a_call_and_the_same_table_has_the_same_keys()
    {
        var table = "url\n" + string.Concat(Enumerable.Repeat("https://a.example\n", 2500));
        var (first, asked) = await RunAsync(table);
        first.ShouldBeDone().Lines.Count.ShouldBe(2500);
        asked.Select(a => Sent(a).AsArray().Count).ShouldBe([1000, 1000, 500]);
        asked.Select(a => a.IdempotencyKey).ShouldBeUnique();
        (await RunAsync(table)).Asked.Select(a => a.IdempotencyKey).ShouldBe(asked.Select(a => a.IdempotencyKey));
        (await RunAsync(table, "--again")).Asked.Select(a => a.IdempotencyKey).ShouldNotBe(asked.Select(a => a.IdempotencyKey));
        (await RunAsync(table, "--find-if-exists")).Asked.ShouldAllBe(a => a.Body.Contains("\"findIfExists\":true"));
    }

    [Fact]
    public async Task Long_rows_go_in_smaller_calls()
    {
        var (ended, asked) = await RunAsync("url,notes\n" + string.Concat(Enumerable.Repeat($"https://a.example,{new string('x', 9000)}\n", 500)));
        ended.ShouldBeDone();
        asked.Count.ShouldBe(3);
        asked.ShouldAllBe(a => a.Body.Length < 4 * 1024 * 1024);
    }

    [Fact]
    public async Task A_call_that_fails_in_passing_is_made_again_under_its_key()
    {
        var calls = 0;
        await using var server = await FakeServer.StartAsync(context =>
            Interlocked.Increment(ref calls) == 1 ? FakeServer.AnswerAsync(context, 503, """{ "title": "Away" }""") : AnswerAsync(context));
        (await In(server).RunAsync("links", "bulk", Write("url\nhttps://a.example\n"))).ShouldBeDone();
        server.Asked.Count.ShouldBe(2);
        server.Asked[1].IdempotencyKey.ShouldBe(server.Asked[0].IdempotencyKey);
        server.Asked[1].Body.ShouldBe(server.Asked[0].Body);
    }

    [Fact]
    public async Task A_call_that_is_refused_ends_it_and_says_how_far_it_came()
    {
        var calls = 0;
        await using var server = await FakeServer.StartAsync(context =>
            Interlocked.Increment(ref calls) == 2 ? FakeServer.AnswerAsync(context, 401, "") : AnswerAsync(context));
        var ended = await In(server).RunAsync("links", "bulk", Write("url\n" + string.Concat(Enumerable.Repeat("https://a.example\n", 3000))));
        ended.Code.ShouldBe(ExitCodes.Unauthorized);
        ended.Lines.Count.ShouldBe(1000);
        ended.Error.ShouldEndWith("; until then 1000 created\n");
        server.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_failed_can_be_kept_as_a_table_of_its_own()
    {
        var (ended, _) = await RunAsync("url,slug\nhttps://a.example,one\n\"https://a.example\",taken\n,x\n", "--rejects", "rejects.csv");
        ended.Code.ShouldBe(ExitCodes.Failed);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "rejects.csv"), TestContext.Current.CancellationToken)).ShouldBe("url,slug\n\"https://a.example\",taken\n,x\n");
        (await RunAsync("url\nhttps://a.example\n", "--rejects", "rejects.csv")).Ended.ShouldFail(ExitCodes.Usage).ShouldStartWith("cannot write rejects.csv");
    }

    [Fact]
    public async Task A_dry_run_needs_no_server()
    {
        Write("url\nhttps://a.example\nhttps://b.example\n");
        (await new Cli { WorkingDirectory = _folder, OnTerminal = true }.RunAsync("links", "bulk", "links.csv", "--dry-run")).ShouldBeDone().Out.ShouldBe("2 can be sent\n");
        Write("url\n,\n");
        (await new Cli { WorkingDirectory = _folder }.RunAsync("links", "bulk", "links.csv", "--dry-run")).Code.ShouldBe(ExitCodes.Failed);
    }

    [Fact]
    public async Task On_a_terminal_there_is_a_bar_and_a_sum_and_no_line_a_row()
    {
        await using var server = await ServerAsync();
        var ended = await In(server, onTerminal: true, errorOnTerminal: true).RunAsync("links", "bulk", Write("url,slug\nhttps://a.example,one\nhttps://a.example,taken\n"));
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Out.ShouldBe("1 created, 1 failed\n");
        ended.Error.ShouldContain("tautan: links.csv:3: The slug is taken (slug_taken)");
        ended.Error.ShouldContain("links,");
    }

    [Fact]
    public async Task The_sum_stands_below_the_bar_and_no_line_beside_it()
    {
        await using var server = await ServerAsync();
        var screen = new StringWriter();
        var cli = new Cli
        {
            Out = screen,
            Screen = screen,
            OnTerminal = true,
            ErrorOnTerminal = true,
            Width = 60,
            WorkingDirectory = _folder,
            Variables = { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_API_KEY"] = Cli.Key, ["NO_COLOR"] = "1" },
        };
        await cli.RunAsync("links", "bulk", Write("url,slug\nhttps://a.example,one\nhttps://a.example,taken\nhttps://a.example,one,of,many,too,many,to,be,in,one,line,and,for,that,wrong\n"));
        screen.ToString().ShouldEndWith("\n1 created, 2 failed\n");
        foreach (var line in screen.ToString().Split('\n').Where(line => line.Contains("links.csv:", StringComparison.Ordinal) || line.StartsWith("quote", StringComparison.Ordinal)))
            line.Length.ShouldBe(60, line);
    }

    [Fact]
    public async Task As_json_on_a_terminal_no_bar_stands_in_it()
    {
        await using var server = await ServerAsync();
        var ended = await In(server, onTerminal: true, errorOnTerminal: true).RunAsync("links", "bulk", Write("url,slug\nhttps://a.example,one\n"), "--json");
        ended.ShouldBeDone().Error.ShouldBeEmpty();
        Sample.Parse(ended.Out).GetProperty("created").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task As_json_it_is_one_document()
    {
        var (ended, _) = await RunAsync("url,slug\nhttps://a.example,one\nhttps://a.example,taken\n,x\n", "--json");
        ended.Code.ShouldBe(ExitCodes.Failed);
        var json = Sample.Parse(ended.Out);
        json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("line").GetInt32()).ShouldBe([2, 3, 4]);
        json.GetProperty("items")[0].GetProperty("link").GetProperty("slug").GetString().ShouldBe("one");
        json.GetProperty("items")[1].GetProperty("problem").GetProperty("code").GetString().ShouldBe("slug_taken");
        json.GetProperty("created").GetInt32().ShouldBe(1);
        json.GetProperty("failed").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Interrupted_it_says_how_far_it_came()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var calls = 0;
        await using var server = await FakeServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await AnswerAsync(context);
                return;
            }
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var ended = await In(server).RunAsync(stop.Token, "links", "bulk", Write("url\n" + string.Concat(Enumerable.Repeat("https://a.example\n", 1500))));
        ended.Code.ShouldBe(ExitCodes.Interrupted);
        ended.Error.ShouldBe("tautan: interrupted; until then 1000 created. The same table given again within a day makes none of them twice\n");
    }
}
