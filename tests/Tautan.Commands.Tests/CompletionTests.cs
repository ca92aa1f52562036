using System.Diagnostics;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class CompletionTests
{
    private static async Task<(string Kind, IReadOnlyList<string> Words)> CompleteAsync(params string[] words)
    {
        var ended = await new Cli().RunAsync(["complete", "--", .. words]);
        ended.ShouldBeDone().Error.ShouldBeEmpty();
        return (ended.Lines[0], [.. ended.Lines.Skip(1).Select(line => line.Split('\t')[0])]);
    }

    [Theory]
    [InlineData("li", "links")]
    [InlineData("links l", "list")]
    [InlineData("links list --verd", "--verdict")]
    [InlineData("links list --verdict u", "unknown up")]
    [InlineData("links list --verdict=u", "--verdict=unknown --verdict=up")]
    [InlineData("links list --verdict = u", "unknown up")]
    [InlineData("links list --verdict =", "down paused unknown up")]
    [InlineData("links create https://a.example --fail-on ", "drifted parked soft_404")]
    [InlineData("links list --failed-over ", "false true")]
    [InlineData("check --format j", "json junit")]
    [InlineData("import x --from s", "shlink shlink-csv")]
    [InlineData("import x --on-conflict ", "fail rename replace skip")]
    [InlineData("export --format ", "csv jsonl nginx")]
    [InlineData("domains set go.example --clear slug", "slugLength")]
    [InlineData("links qr spring --level ", "H L M Q")]
    [InlineData("completion ", "bash fish powershell zsh")]
    [InlineData("links show ", "")]
    [InlineData("nosuch x --y z", "")]
    public async Task Words_are_completed_where_they_stand(string typed, string expected)
    {
        var (kind, words) = await CompleteAsync(typed.Split(' '));
        kind.ShouldBe("words");
        words.Order(StringComparer.Ordinal).ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("links bulk ")]
    [InlineData("links bulk li")]
    [InlineData("links bulk --rejects ")]
    [InlineData("check ")]
    [InlineData("import ")]
    [InlineData("import li")]
    [InlineData("export -o ")]
    [InlineData("export --output ")]
    [InlineData("links qr spring --png ")]
    [InlineData("links list --data ")]
    public async Task Files_are_left_to_the_shell(string typed)
    {
        var (kind, words) = await CompleteAsync(typed.Split(' '));
        kind.ShouldBe("files");
        words.ShouldBeEmpty();
    }

    [Theory]
    [InlineData]
    [InlineData("\"unfinished")]
    [InlineData("links", "it's \"x\ny\"", "")]
    [InlineData("\"\"")]
    public async Task Whatever_is_typed_is_answered(params string[] words) => (await CompleteAsync(words)).Kind.ShouldBe("words");

    [Fact]
    public async Task Options_are_shown_to_those_who_begin_one()
    {
        (await CompleteAsync("links", "list", "")).Words.ShouldBeEmpty();
        (await CompleteAsync("links", "list", "--")).Words.ShouldContain("--tag-none");
        (await CompleteAsync("links", "list", "-")).Words.ShouldNotContain("-?");
    }

    [Theory]
    [InlineData("bash", "complete -F _tautan tautan")]
    [InlineData("zsh", "#compdef tautan")]
    [InlineData("fish", "complete -c tautan")]
    [InlineData("powershell", "Register-ArgumentCompleter")]
    public async Task There_is_a_script_for_each_shell(string shell, string part) =>
        (await new Cli().RunAsync("completion", shell)).ShouldBeDone().Out.ShouldContain(part);

    [Fact]
    public async Task Another_shell_is_wrong_usage() => (await new Cli().RunAsync("completion", "tcsh")).ShouldFail(ExitCodes.Usage).ShouldContain("tcsh");

    [Fact]
    public async Task Bash_completes_with_it()
    {
        const string Rest = """
            go() { COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _tautan tautan; echo "${COMPREPLY[*]}"; }
            go tautan links l; go tautan links list --verdict = u; go tautan links show ''; go tautan links bulk one; complete -p tautan
            """;
        await ShellShouldSayAsync("bash", ["--norc", "-c"], Rest, "list\nunknown up\n\none two.csv\ncomplete -F _tautan tautan\n");
    }

    [Fact]
    public async Task Fish_completes_with_it()
    {
        const string Rest = """
            complete -C "tautan links l"; complete -C "tautan links list --verdict="; complete -C "tautan links show "; complete -C "tautan links bulk on"
            """;
        await ShellShouldSayAsync(
            "fish", ["--no-config", "-c"], Rest, "list\tList links\n--verdict=down\n--verdict=paused\n--verdict=unknown\n--verdict=up\none two.csv\n");
    }

    [Fact]
    public async Task Zsh_completes_with_it()
    {
        // What the completion system gives a function, and what it calls.
        const string Rest = """
            _describe() { local name=$@[-1]; print -rl -- "${(@P)name}" }; _files() { print files }
            go() { words=("$@"); CURRENT=$#; _tautan }
            go tautan links l; go tautan links list --verdict u; go tautan links show ''; go tautan links bulk on; print $_comps[tautan]
            """;
        await ShellShouldSayAsync("zsh", ["-f", "-c"], Rest, "list:List links\nunknown:\nup:\nfiles\n_tautan\n");
    }

    private static async Task ShellShouldSayAsync(string shell, string[] arguments, string rest, string expected)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, shell))))
            Assert.Skip($"{shell} is not installed");
        var folder = Directory.CreateTempSubdirectory("tautan-shell-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "one two.csv"), "", TestContext.Current.CancellationToken);
            var script = (await new Cli().RunAsync("completion", shell)).ShouldBeDone().Out;
            var start = new ProcessStartInfo(shell) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])[.. arguments, $"{script}\n{rest}"])
                start.ArgumentList.Add(argument);
            start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{start.Environment["PATH"]}";
            start.Environment["HOME"] = folder;
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe(expected, await error);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
