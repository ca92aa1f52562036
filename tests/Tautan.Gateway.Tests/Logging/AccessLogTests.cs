using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Gateway.Logging;
using Tautan.Gateway.Tests.Door;

namespace Tautan.Gateway.Tests.Logging;

public sealed class AccessLogTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-").FullName;

    private string FilePath => Path.Combine(_directory, "access.log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Redirects_and_calls_are_both_logged()
    {
        await using (var installation = await Installation.StartAsync(new() { ["Gateway:AccessLog"] = "json", ["Gateway:AccessLogFile"] = FilePath }))
        {
            installation.Client.DefaultRequestHeaders.Referrer = new Uri("https://a.example/");
            installation.Client.DefaultRequestHeaders.UserAgent.ParseAdd("test/1");
            (await installation.Client.GetAsync("/no-such-link?a=%22", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var lines = (await File.ReadAllLinesAsync(FilePath, Token)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => $"{line.GetProperty("address")} {line.GetProperty("method")} {line.GetProperty("target")} {line.GetProperty("status")} {line.GetProperty("userAgent")} {line.GetProperty("referer")}")
            .ShouldBe(["127.0.0.1 GET /no-such-link?a=%22 404 test/1 https://a.example/", "127.0.0.1 GET /api/v1/links 200 test/1 https://a.example/"]);
        lines[0].GetProperty("length").GetInt64().ShouldBePositive();
    }

    [Fact]
    public void The_combined_form_is_the_one_that_tools_read()
    {
        var line = new byte[AccessLine.MaxLength];
        var length = AccessLine.Combined(Entry("/a"u8), line);
        Encoding.ASCII.GetString(line, 0, length).ShouldBe("192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] \"GET /a HTTP/1.1\" 302 0 \"-\" \"curl/8\"\n");
    }

    [Fact]
    public void Nothing_that_a_visitor_sends_ends_a_line_or_a_field()
    {
        var hostile = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        var line = new byte[AccessLine.MaxLength];
        var combined = line.AsSpan(0, AccessLine.Combined(Entry(hostile), line)).ToArray();
        combined.Count(value => value == '"').ShouldBe(6);
        combined[..^1].ShouldAllBe(value => value >= 0x20 && value < 0x7F);
        var json = JsonDocument.Parse(line.AsMemory(0, AccessLine.Json(Entry(hostile), line)));
        json.RootElement.GetProperty("target").GetString().ShouldBe(Encoding.Latin1.GetString(hostile));
    }

    [Fact]
    public void However_much_is_sent_a_line_is_whole()
    {
        var huge = Enumerable.Repeat((byte)1, 100_000).ToArray();
        var line = new byte[AccessLine.MaxLength];
        var entry = new AccessEntry { Time = 0, Status = 200, Length = -1, Microseconds = 1, Method = huge, Target = huge, Protocol = huge, Host = huge, Referer = huge, UserAgent = huge };
        JsonDocument.Parse(line.AsMemory(0, AccessLine.Json(entry, line))).RootElement.GetProperty("length").ValueKind.ShouldBe(JsonValueKind.Null);
        line[AccessLine.Combined(entry, line) - 1].ShouldBe((byte)'\n');
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_was_renamed_is_begun_anew(bool isCreatedByWhoRenames)
    {
        using var log = new AccessLog(isJson: false, FilePath, NullLogger<AccessLog>.Instance);
        log.Write(Entry("/one"u8));
        await Eventually.Holds(() => File.Exists(FilePath) && File.ReadAllText(FilePath).Contains("/one", StringComparison.Ordinal));
        File.Move(FilePath, FilePath + ".1");
        if (isCreatedByWhoRenames)
            await File.WriteAllTextAsync(FilePath, "", Token);
        log.Write(Entry("/two"u8));
        await Eventually.Holds(() => File.Exists(FilePath) && File.ReadAllText(FilePath).Contains("/two", StringComparison.Ordinal));
        (await File.ReadAllTextAsync(FilePath + ".1", Token)).ShouldNotContain("/two");
    }

    [Fact]
    public async Task What_cannot_be_written_is_counted()
    {
        using var log = new AccessLog(isJson: false, Path.Combine(_directory, "gone", "access.log"), NullLogger<AccessLog>.Instance);
        log.Write(Entry("/one"u8));
        await Eventually.Holds(() => log.Dropped == 1);
    }

    [Fact]
    public void A_line_costs_no_garbage()
    {
        using var log = new AccessLog(isJson: false, FilePath, NullLogger<AccessLog>.Instance);
        log.Write(Entry("/one"u8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            log.Write(Entry("/one"u8));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static AccessEntry Entry(ReadOnlySpan<byte> target) => new()
    {
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        Address = Address,
        Method = "GET"u8,
        Target = target,
        Protocol = "HTTP/1.1"u8,
        UserAgent = "curl/8"u8,
        Status = 302,
        Length = 0,
        Microseconds = 12,
    };
}
