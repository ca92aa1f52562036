using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tautan.Commands.Links.Editing;
using Tautan.Commands.Programs;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class EditTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tautan-edit-").FullName;
    private readonly List<string> _shown = [];
    private string _file = "";

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        if (Path.GetDirectoryName(_file) is { Length: > 0 } left && Directory.Exists(left))
            Directory.Delete(left, recursive: true);
    }

    /// <summary>Links of revision 7, and what each PATCH is answered, in turn.</summary>
    private static Task<FakeServer> ServerAsync(params Func<HttpContext, Task>[] patches)
    {
        var (calls, revision) = (0, 7);
        return FakeServer.StartAsync(context =>
        {
            if (context.Request.Method == "PATCH")
            {
                revision = 8;
                return patches[calls++](context);
            }
            context.Response.Headers.ETag = $"\"{revision}\"";
            var link = Sample.Link(title: revision == 7 ? "Old" : "Of somebody else");
            link["notes"] = "n\u001b[31m\u202eü";
            link["health"] = new JsonObject { ["enabled"] = true, ["intervalSeconds"] = 60 };
            return FakeServer.AnswerAsync(context, 200, link.ToJsonString());
        });
    }

    private static Task Done(HttpContext context) => FakeServer.AnswerAsync(context, 200, Sample.Link().ToJsonString());

    private static Task Refused(HttpContext context) =>
        FakeServer.AnswerAsync(context, 422, """{ "title": "Invalid", "code": "invalid", "errors": { "titel": ["is no field; did you mean title?"] } }""");

    private static Task Stale(HttpContext context) => FakeServer.AnswerAsync(context, 412, """{ "title": "It was changed" }""");

    /// <summary>An editor that does one thing after the other with the text; null leaves without saving.</summary>
    private Task<Ended> EditAsync(FakeServer server, params Func<string, string?>[] edits) => EditAsync(server, 0, edits);

    private async Task<Ended> EditAsync(FakeServer server, int exitCode, params Func<string, string?>[] edits)
    {
        var turn = 0;
        var programs = new FakePrograms
        {
            Does = (_, arguments) =>
            {
                _file = arguments[^1];
                _shown.Add(File.ReadAllText(_file));
                if (edits[turn++](_shown[^1]) is { } saved)
                {
                    File.WriteAllText(_file, saved);
                    File.SetLastWriteTimeUtc(_file, DateTime.UtcNow.AddSeconds(turn));
                }
                return exitCode;
            },
        };
        var cli = new Cli { Programs = programs, Variables = { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_API_KEY"] = Cli.Key, ["EDITOR"] = "ed -x" } };
        var ended = await cli.RunAsync("links", "edit", Sample.Id);
        programs.Ran.ShouldAllBe(ran => ran == $"sh -c ed -x \"$@\" ed -x {_file}");
        return ended;
    }

    [Fact]
    public async Task What_is_changed_is_sent_and_nothing_else()
    {
        await using var server = await ServerAsync(Done);
        var ended = await EditAsync(server, text => text.Replace("\"Old\"", "\"New ü\"").Replace("60", "30,").Replace("\"fallbackUrl\": null,", ""));
        ended.ShouldBeDone().Out.ShouldBe("changed https://go.example/spring\n");
        server.Asked[^1].Body.ShouldBe("""{"title":"New ü","health":{"intervalSeconds":30}}""".Replace("ü", "\\u00FC"));
        server.Asked[^1].IfMatch.ShouldBe("\"7\"");
        File.Exists(_file).ShouldBeFalse();
    }

    [Fact]
    public async Task The_file_is_readable_and_harmless()
    {
        await using var server = await ServerAsync();
        (await EditAsync(server, _ => null)).ShouldBeDone().Error.ShouldBe("tautan: nothing was changed\n");
        _shown[0].ShouldStartWith("// https://go.example/spring\n// ");
        _shown[0].ShouldContain("  \"title\": \"Old\",\n");
        _shown[0].ShouldContain("\"url\": \"https://a.example/x\"");
        _shown[0].ShouldContain("n\\u001b[31m\\u202eü", Case.Insensitive);
        _shown[0].ShouldNotContain("revision");
        File.Exists(_file).ShouldBeFalse();
        server.Lines.ShouldAllBe(line => line.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_is_shown_above_and_can_be_mended()
    {
        await using var server = await ServerAsync(Refused, Done);
        (await EditAsync(
            server,
            text => text.Replace("\"title\"", "\"titel\""),
            text => text + "}",
            text => text[..^1].Replace("\"titel\": \"Old\"", "\"title\": \"New\""))).ShouldBeDone();
        _shown[1].ShouldStartWith("// titel: is no field; did you mean title?\n// Mend it and save");
        _shown[2].ShouldStartWith("// it is no JSON: ");
        _shown[2].Split('\n').Count(line => line.StartsWith("//", StringComparison.Ordinal)).ShouldBe(2);
        server.Asked[^1].Body.ShouldBe("""{"title":"New"}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leaving_after_a_refusal_keeps_what_was_written(bool isSavedAsItIs)
    {
        await using var server = await ServerAsync(Refused);
        var ended = await EditAsync(server, text => text.Replace("Old", "Mine"), text => isSavedAsItIs ? text.Replace("titel", "other") : null);
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Error.ShouldBe($"tautan: nothing was changed; what you wrote is kept in {_file}\ntautan: titel: is no field; did you mean title?\n");
        (await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken)).ShouldContain("Mine");
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_lost()
    {
        await using var server = await ServerAsync(Stale, Done);
        (await EditAsync(server, text => text.Replace("302", "307"), text => text)).ShouldBeDone();
        _shown[1].ShouldStartWith("// Somebody else changed it meanwhile.");
        _shown[1].ShouldContain("\"title\": \"Of somebody else\"");
        _shown[1].ShouldContain("307");
        server.Asked[^1].Body.ShouldBe("""{"redirectStatus":307}""");
        server.Asked[^1].IfMatch.ShouldBe("\"8\"");
    }

    [Fact]
    public async Task Leaving_what_somebody_else_changed_without_saving_gives_up()
    {
        await using var server = await ServerAsync(Stale);
        var ended = await EditAsync(server, text => text.Replace("302", "307"), _ => null);
        ended.Code.ShouldBe(ExitCodes.Conflict);
        server.Lines.Count(line => line.StartsWith("PATCH ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task An_editor_that_fails_sends_nothing_and_keeps_what_was_written()
    {
        await using var server = await ServerAsync();
        var ended = await EditAsync(server, 1, text => text.Replace("Old", "Mine"));
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Error.ShouldStartWith($"tautan: what you wrote is kept in {_file}\ntautan: the editor (ed -x) ended with 1");
        server.Lines.ShouldAllBe(line => line.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_gone_keeps_what_was_written()
    {
        await using var server = await ServerAsync(context => FakeServer.AnswerAsync(context, 503, ""));
        var ended = await EditAsync(server, text => text.Replace("Old", "Mine"));
        ended.Code.ShouldBe(ExitCodes.Failed);
        File.Exists(_file).ShouldBeTrue();
    }

    [Fact]
    public async Task A_real_editor_is_a_command_of_the_shell_with_arguments()
    {
        await using var server = await ServerAsync(Done);
        var script = Path.Combine(_folder, "my editor");
        await File.WriteAllTextAsync(script, "#!/bin/sh\nsed -i \"s/$1/$2/\" \"$3\"\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var error = new StringWriter();
        var variables = new Dictionary<string, string> { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_API_KEY"] = Cli.Key, ["VISUAL"] = $"'{script}' Old 'New one'", ["EDITOR"] = "false" };
        var surroundings = new Surroundings(new StringWriter(), error, variables.GetValueOrDefault, false, 80, TimeProvider.System, _folder) { Programs = new MachinePrograms() };
        (await CommandLine.RunAsync(["links", "edit", Sample.Id], [], surroundings, TestContext.Current.CancellationToken)).ShouldBe(ExitCodes.Ok, error.ToString());
        server.Asked[^1].Body.ShouldBe("""{"title":"New one"}""");
    }

    [Theory]
    [InlineData("""{ "a": 1 }""", """{ "a": 1.0 }""", """{}""")]
    [InlineData("""{ "a": 1, "b": null }""", """{}""", """{ "a": null }""")]
    [InlineData("""{ "a": { "b": 1, "c": 2 } }""", """{ "a": { "c": 3 } }""", """{ "a": { "b": null, "c": 3 } }""")]
    [InlineData("""{ "a": { "b": 1 } }""", """{ "a": null }""", """{ "a": null }""")]
    [InlineData("""{ "a": [1, 2] }""", """{ "a": [2] }""", """{ "a": [2] }""")]
    [InlineData("""{ "a": null }""", """{ "a": { "b": 1 }, "c": 2 }""", """{ "a": { "b": 1 }, "c": 2 }""")]
    public void A_patch_says_the_difference(string before, string after, string patch)
    {
        var made = MergePatch.Between(JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject());
        JsonNode.DeepEquals(made, JsonNode.Parse(patch)).ShouldBeTrue(made.ToJsonString());
    }

    [Fact]
    public async Task A_file_that_the_editor_took_away_is_told_of()
    {
        await using var server = await ServerAsync();
        var programs = new FakePrograms
        {
            Does = (_, arguments) =>
            {
                File.Delete(arguments[^1]);
                return 0;
            },
        };
        var cli = new Cli { Programs = programs, Variables = { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_API_KEY"] = Cli.Key } };
        (await cli.RunAsync("links", "edit", Sample.Id)).ShouldFail(ExitCodes.Failed).ShouldStartWith("what was edited cannot be read: ");
    }
}
