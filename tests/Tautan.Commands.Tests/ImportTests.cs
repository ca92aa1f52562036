using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class ImportTests : IDisposable
{
    private const string Done = """{ "id": "i1", "state": "done", "bytes": 9, "rows": 3, "created": 2, "replaced": 0, "skipped": 0, "failed": 1, "error": null }""";

    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-import-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_file_is_sent_started_and_watched_and_its_errors_are_told_by_line()
    {
        File.WriteAllText(Path.Combine(_directory, "links.csv"), "url\nx\ny\n");
        await using var server = await FakeServer.StartAsync(
            ("POST /api/v1/imports", 201, """{ "id": "i1", "state": "waiting", "bytes": 0 }"""),
            ("PUT /api/v1/imports/i1/data", 200, """{ "id": "i1", "state": "waiting", "bytes": 8 }"""),
            ("POST /api/v1/imports/i1/start", 200, """{ "id": "i1", "state": "running", "rows": 0 }"""),
            ("GET /api/v1/imports/i1", 200, Done),
            ("GET /api/v1/imports/i1/errors", 200, """{ "items": [{ "line": 3, "field": "destinations[0].url", "message": "must be absolute" }], "nextCursor": null }"""));

        var result = await Cli.Of(server, workingDirectory: _directory).RunAsync("import", "links.csv", "--on-conflict", "rename", "--map", "url=URL");

        result.Code.ShouldBe(ExitCodes.Failed);
        result.Error.ShouldBe("tautan: links.csv:3: destinations[0].url must be absolute\n");
        result.Out.ShouldContain("created\t2\n");
        server.Asked[0].Body.ShouldBe("""{"source":"csv","onConflict":"rename","dryRun":false,"domain":null,"map":{"url":"URL"}}""");
        server.Asked[1].Body.ShouldBe("url\nx\ny\n");
    }

    [Fact]
    public async Task An_interrupted_upload_goes_on_behind_what_arrived()
    {
        File.WriteAllText(Path.Combine(_directory, "links.jsonl"), "0123456789");
        await using var server = await FakeServer.StartAsync(
            ("GET /api/v1/imports/i1", 200, """{ "id": "i1", "state": "waiting", "bytes": 4 }"""),
            ("PUT /api/v1/imports/i1/data", 200, "{}"),
            ("POST /api/v1/imports/i1/start", 200, """{ "id": "i1", "state": "done", "rows": 1, "created": 1, "failed": 0 }"""));

        (await Cli.Of(server, workingDirectory: _directory).RunAsync("import", "links.jsonl", "--resume", "i1")).ShouldBeDone();

        server.Asked[1].Body.ShouldBe("456789");
    }

    [Fact]
    public async Task A_service_is_named_with_its_key_and_kind()
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/imports", 202, """{ "id": "i1", "state": "done", "rows": 1, "created": 1, "failed": 0 }"""));

        (await Cli.Of(server).RunAsync("import", "https://s.example", "--from", "shlink", "--source-key", "k", "--dry-run")).ShouldBeDone();
        server.Asked[0].Body.ShouldBe("""{"source":"shlink","onConflict":"skip","dryRun":true,"domain":null,"map":{},"url":"https://s.example","apiKey":"k"}""");
        (await Cli.Of(server).RunAsync("import", "/no/such/file.csv")).ShouldFail(ExitCodes.Usage).ShouldContain("cannot read");
    }

    [Fact]
    public async Task An_export_goes_to_standard_output_or_to_a_file_that_is_whole_or_not_there()
    {
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"slug\":\"größe{i}\"}}\n")));
        await using var server = await FakeServer.StartAsync(context => context.Request.Query["format"] == "csv"
            ? FakeServer.AnswerAsync(context, 503, """{ "detail": "links is away", "code": "service_unavailable" }""")
            : context.Response.WriteAsync(lines));
        var cli = Cli.Of(server, workingDirectory: _directory);

        (await cli.RunAsync("export", "--tag", "a b", "--tag", "c")).ShouldBeDone();
        Encoding.UTF8.GetString(cli.Bytes.ToArray()).ShouldBe(lines);
        server.Lines[0].ShouldBe("GET /api/v1/links/export?format=jsonl&tag=a%20b&tag=c");
        (await Cli.Of(server, workingDirectory: _directory).RunAsync("export", "-o", "out.jsonl")).ShouldBeDone();
        File.ReadAllText(Path.Combine(_directory, "out.jsonl")).ShouldBe(lines);
        (await Cli.Of(server, workingDirectory: _directory).RunAsync("export", "-o", "out.jsonl")).ShouldFail(ExitCodes.Usage).ShouldContain("--force");
        (await Cli.Of(server, workingDirectory: _directory).RunAsync("export", "--format", "csv", "-o", "out.jsonl", "--force")).ShouldFail(ExitCodes.Failed).ShouldContain("links is away");
        Directory.GetFiles(_directory).Select(Path.GetFileName).ShouldBe(["out.jsonl"]);
        File.ReadAllText(Path.Combine(_directory, "out.jsonl")).ShouldBe(lines);
    }

    [Theory]
    [InlineData("--from must be csv, shlink-csv, bitly, yourls-sql, tautan (files), shlink, yourls, kutt (services), but is \"excel\"", "x.csv", "--from", "excel")]
    [InlineData("what x.xlsx is cannot be seen by its name: --from csv, shlink-csv, bitly, yourls-sql or tautan says it", "x.xlsx")]
    [InlineData("what https://s.example is cannot be seen by its name: --from shlink, yourls or kutt says it", "https://s.example")]
    [InlineData("--from shlink is a service: it goes with its URL, but x.csv is none", "x.csv", "--from", "shlink")]
    [InlineData("csv is a kind of file: https://s.example/x.csv must be fetched first", "https://s.example/x.csv", "--from", "csv")]
    [InlineData("csv is a kind of file: https://s.example/x.csv must be fetched first", "https://s.example/x.csv")]
    [InlineData("import needs a file, or the URL of a service; or --resume ID")]
    [InlineData("the service wants an API key: set TAUTAN_SOURCE_KEY, or give --source-key", "https://s.example", "--from", "kutt")]
    [InlineData("--source-key is that of a service, and x.csv is a file", "x.csv", "--source-key", "k")]
    [InlineData("--map must be FIELD=COLUMN, but is \"url\"", "x.csv", "--map", "url")]
    [InlineData("--map names url twice", "x.csv", "--map", "url=a", "--map", "url=b")]
    public async Task What_cannot_be_imported_is_told_with_what_was_expected(string said, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(_directory, "x.csv"), "url\n");
        await using var server = await FakeServer.StartAsync(_ => throw new InvalidOperationException());
        (await Cli.Of(server, workingDirectory: _directory).RunAsync(["import", .. arguments])).ShouldFail(ExitCodes.Usage).ShouldBe(said);
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_does_not_go_on_with_a_file_that_is_shorter_than_what_arrived()
    {
        File.WriteAllText(Path.Combine(_directory, "other.csv"), "012");
        await using var server = await FakeServer.StartAsync(("GET /api/v1/imports/i1", 200, """{ "id": "i1", "state": "waiting", "bytes": 4 }"""));

        (await Cli.Of(server, workingDirectory: _directory).RunAsync("import", "other.csv", "--resume", "i1")).ShouldFail(ExitCodes.Usage)
            .ShouldBe("other.csv has 3 bytes, but 4 of import i1 are there already: it is another file");
        server.Lines.ShouldBe(["GET /api/v1/imports/i1"]);
    }

    [Fact]
    public async Task An_upload_that_waits_wants_its_file()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/imports/i1", 200, """{ "id": "i1", "state": "waiting", "bytes": 4 }"""));
        (await Cli.Of(server).RunAsync("import", "--resume", "i1")).ShouldFail(ExitCodes.Usage).ShouldBe("import i1 waits for the rest of its file: tautan import FILE --resume i1");
    }

    [Theory]
    [InlineData(503, "links is away; go on with: tautan import \"my links.csv\" --resume i1")]
    [InlineData(413, "links is away")]
    public async Task How_to_go_on_is_said_where_that_helps(int status, string said)
    {
        File.WriteAllText(Path.Combine(_directory, "my links.csv"), "url\n");
        await using var server = await FakeServer.StartAsync(
            ("POST /api/v1/imports", 201, """{ "id": "i1", "state": "waiting", "bytes": 0 }"""),
            ("PUT /api/v1/imports/i1/data", status, """{ "detail": "links is away" }"""));
        (await Cli.Of(server, workingDirectory: _directory).RunAsync("import", "my links.csv")).ShouldFail(ExitCodes.Failed).ShouldBe(said);
    }

    [Fact]
    public async Task An_import_that_runs_is_watched_without_its_file()
    {
        await using var server = await FakeServer.StartAsync(
            ("POST /api/v1/imports", 202, """{ "id": "i1", "state": "running", "rows": 0 }"""),
            ("GET /api/v1/imports/i1", 503, """{ "detail": "links is away" }"""));
        (await Cli.Of(server).RunAsync("import", "https://s.example", "--from", "shlink", "--source-key", "k")).ShouldFail(ExitCodes.Failed)
            .ShouldBe("links is away; go on with: tautan import --resume i1");
    }

    [Fact]
    public async Task An_export_to_a_dash_goes_to_standard_output()
    {
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("{}\n"));
        var cli = Cli.Of(server, workingDirectory: _directory);
        (await cli.RunAsync("export", "-o", "-")).ShouldBeDone();
        Encoding.UTF8.GetString(cli.Bytes.ToArray()).ShouldBe("{}\n");
        Directory.GetFiles(_directory).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cannot write no/such/out.jsonl: ", ExitCodes.Failed, "-o", "no/such/out.jsonl")]
    [InlineData("cannot write .: it is a directory", ExitCodes.Usage, "-o", ".")]
    [InlineData("an export has forms of its own; --format jsonl is a JSON document a line", ExitCodes.Usage, "--json")]
    [InlineData("--force writes over a file: it goes with --output", ExitCodes.Usage, "--force")]
    public async Task An_export_that_can_go_nowhere_is_told_before_anything_is_asked(string said, int code, params string[] options)
    {
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("{}\n"));
        (await Cli.Of(server, workingDirectory: _directory).RunAsync(["export", .. options])).ShouldFail(code).ShouldStartWith(said);
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_keeps_a_symbolic_link_and_writes_where_it_leads()
    {
        File.WriteAllText(Path.Combine(_directory, "real.jsonl"), "old");
        File.CreateSymbolicLink(Path.Combine(_directory, "link.jsonl"), Path.Combine(_directory, "real.jsonl"));
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("{}\n"));
        (await Cli.Of(server, workingDirectory: _directory).RunAsync("export", "-o", "link.jsonl", "--force")).ShouldBeDone();
        new FileInfo(Path.Combine(_directory, "link.jsonl")).LinkTarget.ShouldNotBeNull();
        File.ReadAllText(Path.Combine(_directory, "real.jsonl")).ShouldBe("{}\n");
    }

    [Fact]
    public async Task An_export_writes_into_what_the_system_lends_as_a_file_and_puts_none_in_its_place()
    {
        // Standing in for a device, which a failure of this test would take from the machine.
        using var file = new FileStream(Path.Combine(_directory, "out.jsonl"), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        var lent = $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}";
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("{}\n"));
        (await Cli.Of(server, workingDirectory: _directory).RunAsync("export", "-o", lent)).ShouldBeDone();
        File.ReadAllText(Path.Combine(_directory, "out.jsonl")).ShouldBe("{}\n");
    }

    [Fact]
    public async Task A_dry_run_says_that_it_was_one()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/imports/i1", 200, """{ "id": "i1", "state": "done", "dryRun": true, "rows": 1, "created": 1, "failed": 0 }"""));
        (await Cli.Of(server).RunAsync("import", "--resume", "i1")).ShouldBeDone().Lines.ShouldContain("dryRun\ttrue");
    }

    [Fact]
    public async Task An_export_leaves_other_files_beside_it_alone()
    {
        File.WriteAllText(Path.Combine(_directory, "out.jsonl.part"), "mine");
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("{}\n"));
        (await Cli.Of(server, workingDirectory: _directory).RunAsync("export", "-o", "out.jsonl")).ShouldBeDone();
        File.ReadAllText(Path.Combine(_directory, "out.jsonl.part")).ShouldBe("mine");
        Directory.GetFiles(_directory).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(false, "did not answer within 7 s; --request-timeout waits longer")]
    [InlineData(true, "said nothing more for 7 s; --request-timeout waits longer")]
    public async Task An_export_from_a_server_that_falls_silent_is_given_up(bool afterTheFirstLine, string said)
    {
        var asked = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            if (afterTheFirstLine)
            {
                await context.Response.WriteAsync("{}\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var time = new FakeTimeProvider();
        var cli = Cli.Of(server, time: time);
        var running = cli.RunAsync("export", "--request-timeout", "7");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        while (afterTheFirstLine && cli.Bytes.Length == 0)
            await Task.Yield();
        // What waits for the next bytes sets out at a moment of its own.
        var since = Stopwatch.StartNew();
        while (!running.IsCompleted && since.Elapsed < TimeSpan.FromSeconds(30))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        running.IsCompleted.ShouldBeTrue();
        (await running).ShouldFail(ExitCodes.Unreachable).ShouldBe($"{server.Url} {said}");
    }
}
