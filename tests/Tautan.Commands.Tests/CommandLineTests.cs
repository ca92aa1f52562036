using System.CommandLine;
using System.Reflection;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Version_is_that_of_the_program()
    {
        var version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        (await new Cli().RunAsync("--version")).ShouldBe(new Ended(ExitCodes.Ok, $"tautan {version}\n", ""));
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_names_commands_environment_and_exit_codes(params string[] arguments)
    {
        var ended = await new Cli().RunAsync(arguments);
        ended.ShouldBeDone().Error.ShouldBeEmpty();
        foreach (var part in (string[])["tautan [command]", "links", "status", "gateway", "TAUTAN_SERVER", "TAUTAN_API_KEY", "NO_COLOR", "Exit codes:"])
            ended.Out.ShouldContain(part);
        foreach (var (code, meaning) in ExitCodes.All)
            ended.Out.ShouldContain($"{code,-5}{meaning}");
    }

    [Fact]
    public async Task Help_of_a_command_names_its_options()
    {
        var ended = await new Cli().RunAsync("links", "create", "--help");
        foreach (var part in (string[])["tautan links create <URL>", "--expected-status", "--must-not-contain", "--server", "--json", "--request-timeout"])
            ended.ShouldBeDone().Out.ShouldContain(part);
        ended.Out.ShouldNotContain("Exit codes:");
    }

    [Theory]
    [InlineData("links needs a command: create, list, show, set, edit, bulk, archive, restore, open, copy, qr, history, delete; see tautan links --help", "links")]
    [InlineData("tautan has no command \"lnks\" (is links meant?); see tautan --help", "lnks")]
    [InlineData("tautan links has no command \"lst\" (is list meant?); see tautan links --help", "links", "lst")]
    [InlineData("tautan links list has no option --verdikt (is --verdict meant?); see tautan links list --help", "links", "list", "--verdikt", "up")]
    [InlineData("tautan links list has no option --sever (is --server meant?); see tautan links list --help", "links", "list", "--sever=x")]
    [InlineData("\"perhaps\" is not expected there; see tautan links list --help", "links", "list", "--failed-over", "perhaps")]
    [InlineData("--redirect-status must be a whole number, but is \"abc\"; see tautan links create --help", "links", "create", "https://a.example", "--redirect-status", "abc")]
    [InlineData("--limit must be a whole number, but is \"x\"; see tautan links list --help", "links", "list", "--limit", "x")]
    [InlineData("--format must be jsonl, csv or nginx, but is \"xml\"; see tautan export --help", "export", "--format", "xml")]
    [InlineData("--failback must be auto or manual, but is \"no\"; see tautan links set --help", "links", "set", "x", "--failback", "no")]
    [InlineData("SHELL must be bash, zsh, fish or powershell, but is \"tcsh\"; see tautan completion --help", "completion", "tcsh")]
    [InlineData("Required argument 'URL' missing for command: 'create'; see tautan links create --help", "links", "create")]
    [InlineData("Required argument missing for option: '--tag'; see tautan links create --help", "links", "create", "https://a.example", "--tag")]
    [InlineData("--request-timeout must be 1 to 3600 seconds; see tautan status --help", "status", "--request-timeout", "0")]
    public async Task Wrong_usage_is_one_line_that_says_where_help_is(string said, params string[] arguments) =>
        (await new Cli().RunAsync(arguments)).ShouldFail(ExitCodes.Usage).ShouldBe(said);

    [Theory]
    [InlineData("tautan links delete has no option --relase (is --release meant?); behind \"--\" it is none; see tautan links delete --help", "links", "delete", "spring", "--relase")]
    [InlineData("tautan links set has no option --titel (is --title meant?); behind \"--\" it is none; see tautan links set --help", "links", "set", "spring", "--titel", "x", "--enabled", "false")]
    [InlineData("tautan links create has no option -x; behind \"--\" it is none; see tautan links create --help", "links", "create", "-x")]
    [InlineData("--enabled must be true or false, but is \"no\"; see tautan links set --help", "links", "set", "spring", "--enabled", "no")]
    [InlineData("--forward-query must be true or false, but is \"OFF\"; see tautan links create --help", "links", "create", "https://a.example", "--forward-query", "OFF")]
    public async Task What_is_mistyped_is_no_link_to_change(string said, params string[] arguments)
    {
        await using var server = await FakeServer.StartAsync(context => FakeServer.AnswerAsync(context, 200, Sample.Page(null, Sample.Link())));
        (await Cli.Of(server).RunAsync(arguments)).ShouldFail(ExitCodes.Usage).ShouldBe(said);
        server.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("links", "show", "--", "-x")]
    [InlineData("links", "set", "--enabled", "spring")]
    [InlineData("links", "set", "spring", "--enabled", "false")]
    [InlineData("links", "set", "no", "--enabled")]
    [InlineData("links", "list", "--sort", "-title")]
    public async Task What_is_meant_is_left_alone(params string[] arguments)
    {
        await using var server = await FakeServer.StartAsync(context => FakeServer.AnswerAsync(context, 404, "{}"));
        (await Cli.Of(server).RunAsync(arguments)).Code.ShouldBe(ExitCodes.NotFound);
        server.Asked.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Help_is_for_those_who_mistype_too() =>
        (await new Cli().RunAsync("links", "delete", "--relase", "--help")).ShouldBeDone().Out.ShouldContain("--release");

    [Fact]
    public async Task Further_commands_take_part_and_keep_their_exit_code()
    {
        var serve = new Command("serve", "Serve");
        serve.SetAction((parsed, _) =>
        {
            parsed.InvocationConfiguration.Output.Write("serving");
            return Task.FromResult(42);
        });
        (await new Cli { Extra = [serve] }.RunAsync("serve")).ShouldBe(new Ended(42, "serving", ""));
        (await new Cli { Extra = [serve] }.RunAsync("--help")).Out.ShouldContain("serve");
    }

    [Fact]
    public void Every_exit_code_is_documented()
    {
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (int)f.GetValue(null)!);
        codes.Where(c => c != ExitCodes.Terminated).ShouldBe(ExitCodes.All.Select(c => c.Code));
        codes.ShouldBeUnique();
    }
}
