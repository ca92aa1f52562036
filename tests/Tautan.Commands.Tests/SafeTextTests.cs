using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Commands.Output;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class SafeTextTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Hostile = "\u001b]0;owned\u0007\u001b[2Jline\r\nnext\ttab\u009b31m\u202egnp.exe\u2028\u0000\u007f";

    [Theory]
    [InlineData("plain ASCII", "plain ASCII")]
    [InlineData("Bahasa, ελληνικά, 日本語, עברית, 👩‍👩‍👧", "Bahasa, ελληνικά, 日本語, עברית, 👩‍👩‍👧")]
    [InlineData("\u001b[31m", "\\u001b[31m")]
    [InlineData("a\tb\r\nc", "a\\u0009b\\u000d\\u000ac")]
    [InlineData("\U000e0041", "\\udb40\\udc41")]
    [InlineData(null, "")]
    public void What_steers_a_terminal_is_escaped_and_nothing_else(string? text, string safe) => SafeText.Of(text).ShouldBe(safe);

    [Fact]
    public void Half_a_character_is_escaped() => SafeText.Of("\ud800x\udc00").ShouldBe("\\ud800x\\udc00");

    [Fact]
    public void No_text_keeps_a_character_that_steers_a_terminal() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IsHarmless(SafeText.Of(text))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_json_document_stays_the_same_document() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(t => t is not null && IsWellFormed(t)), text =>
        {
            var json = SafeText.OfJson(JsonSerializer.Serialize(text, Relaxed));
            return IsHarmless(json) && JsonSerializer.Deserialize<string>(json) == text;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true, "links", "list")]
    [InlineData(false, "links", "list")]
    [InlineData(true, "links", "list", "--json")]
    [InlineData(true, "links", "show", Sample.Id)]
    [InlineData(false, "links", "show", Sample.Id)]
    [InlineData(true, "links", "show", Sample.Id, "--json")]
    [InlineData(true, "links", "create", "https://a.example")]
    [InlineData(true, "links", "delete", Sample.Id)]
    [InlineData(true, "gateway", "status")]
    [InlineData(true, "status")]
    public async Task No_answer_steers_the_terminal(bool onTerminal, params string[] arguments)
    {
        var link = Sample.Link(Hostile, title: $"[red]{Hostile}[/]").ToJsonString();
        var health = JsonSerializer.Serialize(new { destinations = new[] { new { url = Hostile, verdict = Hostile, reason = Hostile, lastProbe = new { at = Hostile } } } });
        await using var server = await FakeServer.StartAsync(context => FakeServer.AnswerAsync(context, 200, context.Request.Path.Value switch
        {
            "/api/v1/links" when context.Request.Method == "GET" => $$"""{ "items": [{{link}}], "nextCursor": {{JsonSerializer.Serialize(Hostile)}} }""",
            "/api/v1/gateway" => $$"""{ "links": {{JsonSerializer.Serialize(Hostile)}}, "feeds": [{ "name": {{JsonSerializer.Serialize(Hostile)}} }] }""",
            "/health/ready" => $$"""{ "status": "ready", "services": { {{JsonSerializer.Serialize(Hostile)}}: { "status": {{JsonSerializer.Serialize(Hostile)}}, "reasons": [{{JsonSerializer.Serialize(Hostile)}}] } } }""",
            { } path when path.EndsWith("/health", StringComparison.Ordinal) => health,
            _ => link,
        }));
        var cli = Cli.Of(server, onTerminal);
        cli.Variables["NO_COLOR"] = "1";
        var ended = await cli.RunAsync([.. arguments, .. arguments.Contains("list") ? (string[])["--limit", "1"] : []]);
        ended.ShouldBeDone();
        foreach (var line in (ended.Out + ended.Error).Split('\n').SelectMany(l => l.Split('\t')))
            IsHarmless(line).ShouldBeTrue(line);
    }

    [Fact]
    public async Task No_refusal_steers_the_terminal()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 400, JsonSerializer.Serialize(new { detail = Hostile, code = Hostile })));
        IsHarmless((await Cli.Of(server).RunAsync("links", "list")).ShouldFail(ExitCodes.Failed)).ShouldBeTrue();
    }

    private static bool IsHarmless(string text) => IsWellFormed(text) && text.EnumerateRunes().All(r => Rune.GetUnicodeCategory(r) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => r.Value is 0x200c or 0x200d,
        _ => true,
    });

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
                return false;
            i += rune.Utf16SequenceLength;
        }
        return true;
    }
}
