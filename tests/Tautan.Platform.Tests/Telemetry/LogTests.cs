using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Telemetry;
using Tautan.Testing.Services;

namespace Tautan.Platform.Tests.Telemetry;

public sealed class LogTests
{
    private const string Hostile = "evil\n12:00:00.000 info  links   forged\r\u001b[31mred\u0007\u009b\u2028\u2029\u202edesrever\u2066\0\u007f";

    [Fact]
    public void No_control_character_of_a_visitor_reaches_a_terminal()
    {
        var line = LogFormat.Text(DateTimeOffset.UnixEpoch, LogLevel.Warning, "links", "Tautan.Links.Creating", Hostile, new InvalidOperationException(Hostile));

        line.ShouldEndWith("\n");
        line.Split('\n')[0].ShouldContain("evil\\u000a12:00:00.000 info  links   forged\\u000d\\u001b[31mred\\u0007\\u009b\\u2028\\u2029\\u202edesrever\\u2066\\u0000\\u007f  (Creating)");
        line.Split('\n').Skip(1).SkipLast(1).ShouldAllBe(rest => rest.StartsWith("    "));
        line.Where(char.IsControl).ShouldAllBe(c => c == '\n');
    }

    [Fact]
    public void Line_of_JSON_says_when_what_who_and_why()
    {
        var line = LogFormat.Object(
            new DateTimeOffset(2026, 11, 24, 21, 0, 0, 5, TimeSpan.FromHours(1)), LogLevel.Error, "links", "Tautan.Links", Hostile, "0af7", new KeyValuePair<string, object?>[] { new("Slug", Hostile), new("Count", 3), new("{OriginalFormat}", "x") }, new InvalidOperationException("why"));

        line.IndexOf('\n', StringComparison.Ordinal).ShouldBe(line.Length - 1);
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        root.GetProperty("time").GetString().ShouldBe("2026-11-24T20:00:00.005Z");
        root.GetProperty("level").GetString().ShouldBe("error");
        root.GetProperty("service").GetString().ShouldBe("links");
        root.GetProperty("message").GetString().ShouldBe(Hostile);
        root.GetProperty("trace").GetString().ShouldBe("0af7");
        root.GetProperty("fields").EnumerateObject().Select(field => field.Name).ShouldBe(["Slug", "Count"]);
        root.GetProperty("exception").GetString()!.ShouldContain("why");
    }

    [Fact]
    public void Whatever_is_logged_is_one_line_of_valid_JSON_and_one_of_text() => Prop.ForAll(ArbMap.Default.ArbFor<char[]>(), ArbMap.Default.ArbFor<char[]>(), (message, name) =>
    {
        var text = new string(message);
        var state = new KeyValuePair<string, object?>[] { new(new string(name), text), new("{OriginalFormat}", text) };
        var line = LogFormat.Object(DateTimeOffset.UnixEpoch, LogLevel.Information, "links", text, text, null, state, null);
        JsonDocument.Parse(line).Dispose();
        line.Count(c => c == '\n').ShouldBe(1);
        LogFormat.Text(DateTimeOffset.UnixEpoch, LogLevel.Information, "links", "x", text, null).Count(char.IsControl).ShouldBe(1);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("half \ud83d of a pair")]
    [InlineData("\udc00")]
    public void Half_a_surrogate_pair_is_logged_all_the_same(string text)
    {
        var line = LogFormat.Object(DateTimeOffset.UnixEpoch, LogLevel.Information, "links", text, text, null, new KeyValuePair<string, object?>[] { new("Slug", text), new("{OriginalFormat}", text) }, null);

        JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!.ShouldContain("\ufffd");
    }

    [Fact]
    public void Log_of_a_process_says_which_service_and_trace_a_line_is_of()
    {
        using var written = new TestLog();
        using (var log = new ProcessLog(written, json: true))
        {
            using var activity = new Activity("test").Start();
            log.For("health").CreateLogger("Tautan.Health").LogInformation("probed {Url}", "https://a.example/");
        }

        using var json = JsonDocument.Parse(written.ToString());
        json.RootElement.GetProperty("service").GetString().ShouldBe("health");
        json.RootElement.GetProperty("trace").GetString()!.Length.ShouldBe(32);
        json.RootElement.GetProperty("fields").GetProperty("Url").GetString().ShouldBe("https://a.example/");
    }

    [Fact]
    public async Task Slow_reader_costs_lines_that_are_counted_and_never_waiting()
    {
        using var written = new SlowWriter();
        using (var log = new ProcessLog(written, json: true))
        {
            var logger = log.For("links").CreateLogger("x");
            logger.LogInformation("first");
            await written.IsWriting.Task.WaitAsync(TestContext.Current.CancellationToken);
            for (var line = 0; line < 10_000; line++)
                logger.LogInformation("line");
            written.Go.SetResult();
        }

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeLessThan(10_000);
        var dropped = JsonDocument.Parse(lines.Single(line => line.Contains("dropped"))).RootElement.GetProperty("message").GetString()!;
        dropped.ShouldBe($"{10_000 - (lines.Length - 2)} log lines were dropped");
    }

    [Fact]
    public void Output_that_nobody_reads_any_more_does_not_end_the_process()
    {
        using var log = new ProcessLog(new BrokenWriter(), json: false);
        var logger = log.For("links").CreateLogger("x");
        for (var line = 0; line < 20_000; line++)
            logger.LogInformation("line");
    }

    private sealed class SlowWriter : StringWriter
    {
        public TaskCompletionSource IsWriting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new();

        public override void Write(string? value)
        {
            IsWriting.TrySetResult();
            Go.Task.Wait();
            base.Write(value);
        }
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) => throw new IOException("Broken pipe");
    }
}
