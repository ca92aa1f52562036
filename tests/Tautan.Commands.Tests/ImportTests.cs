using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
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
        (await Cli.Of(server).RunAsync("import", "https://s.example", "--from", "shlink")).ShouldFail(ExitCodes.Usage).ShouldContain("TAUTAN_SOURCE_KEY");
        (await Cli.Of(server).RunAsync("import", "https://s.example")).ShouldFail(ExitCodes.Usage).ShouldContain("--from");
        (await Cli.Of(server).RunAsync("import", "/no/such/file.csv")).ShouldFail(ExitCodes.Usage).ShouldContain("cannot read");
        (await Cli.Of(server).RunAsync("import", "x.csv", "--from", "excel")).ShouldFail(ExitCodes.Usage);
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
}
