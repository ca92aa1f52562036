using System.Text;
using Tautan.Commands.Links;
using Tautan.Commands.Programs;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class OpenCopyQrTests
{
    private const string Copied = "\u001b]52;c;aHR0cHM6Ly9nby5leGFtcGxlL3NwcmluZw==\a";
    private static readonly byte[] Picture = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0xff, 0x00];

    private static Task<FakeServer> ServerAsync(string shortUrl = "https://go.example/spring") => FakeServer.StartAsync(context =>
    {
        if (context.Request.Path.Value!.EndsWith("/qr", StringComparison.Ordinal))
        {
            var isPng = context.Request.Query["format"] == "png";
            context.Response.ContentType = isPng ? "image/png" : "image/svg+xml";
            return context.Response.Body.WriteAsync(isPng ? Picture : Encoding.UTF8.GetBytes("<svg/>"), context.RequestAborted).AsTask();
        }
        var link = Sample.Link();
        link["shortUrl"] = shortUrl;
        return FakeServer.AnswerAsync(context, 200, link.ToJsonString());
    });

    private static Cli Of(FakeServer server, FakePrograms programs, bool onTerminal = false, bool errorOnTerminal = false, params (string Name, string Value)[] variables)
    {
        var cli = new Cli { OnTerminal = onTerminal, ErrorOnTerminal = errorOnTerminal, Programs = programs };
        foreach (var (name, value) in ((string, string)[])[("TAUTAN_SERVER", server.Url), ("TAUTAN_API_KEY", Cli.Key), .. variables])
            cli.Variables[name] = value;
        return cli;
    }

    [Theory]
    [InlineData("xdg-open https://go.example/spring", "https://go.example/spring\n")]
    [InlineData("xdg-open https://b.example/x", "https://b.example/x\n", "--destination")]
    public async Task Opening_hands_the_url_to_the_browser(string ran, string printed, params string[] options)
    {
        await using var server = await ServerAsync();
        var programs = new FakePrograms { There = ["xdg-open", "open"] };
        (await Of(server, programs).RunAsync(["links", "open", Sample.Id, .. options])).ShouldBeDone().Out.ShouldBe(printed);
        programs.Ran.ShouldBe([ran]);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("--help")]
    public async Task What_a_server_calls_a_short_url_opens_no_file_and_no_program(string url)
    {
        await using var server = await ServerAsync(url);
        var programs = new FakePrograms { There = ["xdg-open"] };
        (await Of(server, programs).RunAsync("links", "open", Sample.Id)).ShouldFail(ExitCodes.Failed).ShouldContain("is not opened");
        programs.Ran.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_browser_the_url_is_said()
    {
        await using var server = await ServerAsync();
        (await Of(server, new()).RunAsync("links", "open", Sample.Id)).ShouldFail(ExitCodes.Failed).ShouldContain("https://go.example/spring");
        var failing = new FakePrograms { There = ["xdg-open"], Does = (_, _) => 3 };
        (await Of(server, failing).RunAsync("links", "open", Sample.Id)).ShouldFail(ExitCodes.Failed).ShouldBe("xdg-open ended with 3: https://go.example/spring");
    }

    [Theory]
    [InlineData("wl-copy", "wl-copy < https://go.example/spring", "WAYLAND_DISPLAY", "DISPLAY")]
    [InlineData("xclip", "xclip -selection clipboard < https://go.example/spring", "DISPLAY")]
    [InlineData("xsel", "xsel --clipboard --input < https://go.example/spring", "DISPLAY")]
    [InlineData("pbcopy", "pbcopy < https://go.example/spring")]
    public async Task Copying_uses_the_clipboard_that_is_there(string program, string ran, params string[] variables)
    {
        await using var server = await ServerAsync();
        var programs = new FakePrograms { There = [program] };
        var cli = Of(server, programs, onTerminal: true, variables: [.. variables.Select(v => (v, ":0"))]);
        (await cli.RunAsync("links", "copy", Sample.Id)).ShouldBeDone().Out.ShouldBe("copied https://go.example/spring\n");
        programs.Ran.ShouldBe([ran]);
    }

    [Fact]
    public async Task Without_a_display_the_terminal_copies()
    {
        await using var server = await ServerAsync();
        var programs = new FakePrograms { There = ["xclip"] };
        (await Of(server, programs, onTerminal: true).RunAsync("links", "copy", Sample.Id)).ShouldBeDone().Out.ShouldBe($"{Copied}copied https://go.example/spring\n");
        programs.Ran.ShouldBeEmpty();
    }

    [Fact]
    public async Task Over_ssh_the_terminal_copies_for_whoever_sits_there()
    {
        await using var server = await ServerAsync();
        var programs = new FakePrograms { There = ["xclip"] };
        var cli = Of(server, programs, errorOnTerminal: true, variables: [("DISPLAY", ":0"), ("SSH_CONNECTION", "x")]);
        var ended = await cli.RunAsync("links", "copy", Sample.Id);
        ended.ShouldBeDone().Out.ShouldBe("copied https://go.example/spring\n");
        ended.Error.ShouldBe(Copied);
    }

    [Theory]
    [InlineData(false, "xterm")]
    [InlineData(true, "dumb")]
    public async Task Without_any_clipboard_the_url_is_said(bool onTerminal, string term)
    {
        await using var server = await ServerAsync();
        var ended = await Of(server, new(), onTerminal, variables: [("TERM", term)]).RunAsync("links", "copy", Sample.Id);
        ended.ShouldFail(ExitCodes.Failed).ShouldContain("https://go.example/spring");
    }

    [Fact]
    public async Task A_real_program_is_run_and_reads_what_it_is_given()
    {
        var programs = new MachinePrograms();
        programs.Has("sh").ShouldBeTrue();
        programs.Has("no-such-program").ShouldBeFalse();
        (await programs.RunAsync("sh", ["-c", "test \"$(cat)\" = \"$1\"", "sh", "ü $x"], "ü $x")).ShouldBe(0);
        (await programs.RunAsync("sh", ["-c", "exit 7"], null)).ShouldBe(7);
        (await Should.ThrowAsync<CommandFailure>(() => programs.RunAsync("no-such-program", [], null))).Message.ShouldStartWith("cannot run no-such-program: ");
    }

    [Fact]
    public async Task On_a_terminal_a_code_is_drawn_black_on_white()
    {
        await using var server = await ServerAsync();
        var ended = await Of(server, new(), onTerminal: true).RunAsync("links", "qr", Sample.Id);
        var lines = ended.ShouldBeDone().Lines;
        lines[^1].ShouldBe("https://go.example/spring");
        lines.SkipLast(1).ShouldAllBe(line => line.StartsWith("\u001b[38;5;16;48;5;231m") && line.EndsWith("\u001b[0m"));
        // 25 modules and 2 on each side, two in a line.
        lines.Count.ShouldBe(15 + 1);
    }

    [Fact]
    public async Task In_a_pipe_it_is_plain()
    {
        await using var server = await ServerAsync();
        var light = (await Of(server, new()).RunAsync("links", "qr", Sample.Id)).ShouldBeDone().Lines;
        light.ShouldAllBe(line => line.All(c => "█▀▄ ".Contains(c)));
        light[0].ShouldBe(new string('█', 29));
        var dark = (await Of(server, new()).RunAsync("links", "qr", Sample.Id, "--invert", "--margin", "0")).ShouldBeDone().Out;
        dark.ShouldStartWith("█▀▀▀▀▀█");
    }

    [Fact]
    public async Task A_code_that_is_wider_than_the_terminal_is_not_drawn()
    {
        await using var server = await ServerAsync();
        var cli = new Cli { OnTerminal = true, Width = 20, Variables = { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_API_KEY"] = Cli.Key } };
        (await cli.RunAsync("links", "qr", Sample.Id)).ShouldFail(ExitCodes.Failed).ShouldContain("29 columns");
    }

    [Fact]
    public void Every_module_is_drawn_as_the_code_has_it()
    {
        var drawing = new QrDrawing("https://go.example/spring", 4);
        var (dark, light) = (drawing.Plain(darkLetters: true).ToList(), drawing.Plain(darkLetters: false).ToList());
        dark.Zip(light).SelectMany(pair => pair.First.Zip(pair.Second)).SkipLast(drawing.Width)
            .ShouldAllBe(pair => "█ ▀▄".IndexOf(pair.First) == " █▄▀".IndexOf(pair.Second));
    }

    [Theory]
    [InlineData("--png", "format=png&size=256&margin=0&level=H&color=123&background=fefefe")]
    [InlineData("--svg", "format=svg&size=256&margin=0&level=H&color=123&background=fefefe")]
    public async Task A_picture_comes_from_the_server(string option, string query)
    {
        await using var server = await ServerAsync();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            (await Of(server, new()).RunAsync("links", "qr", Sample.Id, option, file, "--size", "256", "--margin", "0", "--level", "H", "--color", "#123", "--background", "fefefe")).ShouldBeDone().Out.ShouldBe($"{file}\n");
            server.Lines[^1].ShouldBe($"GET /api/v1/links/{Sample.Id}/qr?{query}");
            (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ShouldBe(option == "--png" ? Picture : Encoding.UTF8.GetBytes("<svg/>"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_picture_may_go_to_standard_output_alone()
    {
        await using var server = await ServerAsync();
        var cli = Of(server, new());
        (await cli.RunAsync("links", "qr", Sample.Id, "--png", "-")).ShouldBeDone().Out.ShouldBeEmpty();
        cli.Bytes.ToArray().ShouldBe(Picture);
    }

    [Theory]
    [InlineData("--size is that of a picture: it goes with --png or --svg", "--size", "200")]
    [InlineData("--color is that of a picture: it goes with --png or --svg", "--color", "123")]
    [InlineData("--level must be L, M, Q or H", "--level", "7")]
    [InlineData("--margin must be 0 to 20 modules", "--margin", "-1")]
    [InlineData("a QR code has no JSON", "--json")]
    public async Task What_makes_no_sense_is_wrong_usage(string said, params string[] options)
    {
        await using var server = await ServerAsync();
        (await Of(server, new()).RunAsync(["links", "qr", Sample.Id, .. options])).ShouldFail(ExitCodes.Usage).ShouldBe(said);
    }
}
