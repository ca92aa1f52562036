using System.CommandLine;

namespace Tautan.Commands.Completion;

/// <summary><c>tautan completion bash|zsh|fish|powershell</c>: prints a script that makes a shell complete this program's words.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = "tautan.bash",
        ["zsh"] = "tautan.zsh",
        ["fish"] = "tautan.fish",
        ["powershell"] = "tautan.ps1",
    };

    public static Command Build(Surroundings surroundings)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell" };
        shell.OneOf([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script for a shell that completes commands and options; it says how it is loaded") { shell };
        command.SetAction(parsed =>
        {
            surroundings.Out.Write(Read(Scripts[parsed.GetRequiredValue(shell)]));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Read(string name)
    {
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"Completion.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
