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
    [InlineData("Unrecognized command or argument 'lnks'; see tautan --help", "lnks")]
    [InlineData("Unrecognized command or argument '--colour'; see tautan links list --help", "links", "list", "--colour")]
    [InlineData("Required argument 'URL' missing for command: 'create'; see tautan links create --help", "links", "create")]
    [InlineData("Required argument missing for option: '--tag'; see tautan links create --help", "links", "create", "https://a.example", "--tag")]
    [InlineData("--request-timeout must be 1 to 3600 seconds; see tautan status --help", "status", "--request-timeout", "0")]
    public async Task Wrong_usage_is_one_line_that_says_where_help_is(string said, params string[] arguments) =>
        (await new Cli().RunAsync(arguments)).ShouldFail(ExitCodes.Usage).ShouldBe(said);

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
