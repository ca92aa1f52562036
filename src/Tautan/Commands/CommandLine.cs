using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using Tautan.Commands.Access;
using Tautan.Commands.Check;
using Tautan.Commands.Completion;
using Tautan.Commands.Doctor;
using Tautan.Commands.Domains;
using Tautan.Commands.Export;
using Tautan.Commands.Gateway;
using Tautan.Commands.Import;
using Tautan.Commands.Links;
using Tautan.Commands.Output;
using Tautan.Commands.Status;
using Tautan.Commands.Tags;

namespace Tautan.Commands;

/// <summary>The command line of <c>tautan</c>: the client's commands and those that the caller adds.</summary>
internal static class CommandLine
{
    // Without this, `tautan links create @notes` would read the file `notes` for more arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>The root command.</summary>
    /// <param name="extra">Further commands, listed first in the help.</param>
    /// <param name="surroundings">What the commands take from the process.</param>
    /// <param name="only">The one command that will be run, so that the others need not be made; null: all of them.</param>
    public static RootCommand Build(IEnumerable<Command> extra, Surroundings surroundings, string? only = null)
    {
        var root = new RootCommand("Tautan: short links that never go dead.") { HelpName = "tautan" };
        var options = new ClientOptions();
        if (only != CheckCommand.Name)
        {
            foreach (var command in extra)
                root.Add(command);
            root.Add(LinksCommand.Build(surroundings, options));
            root.Add(DomainsCommand.Build(surroundings, options));
            root.Add(TagsCommand.Build(surroundings, options));
            root.Add(new ImportCommand().Build(surroundings, options));
            root.Add(new ExportCommand().Build(surroundings, options));
            root.Add(StatusCommand.Build(surroundings, options));
            root.Add(DoctorCommand.Build(surroundings, options));
            root.Add(GatewayCommand.Build(surroundings, options));
            root.Add(LoginCommand.Login(surroundings, options));
            root.Add(LoginCommand.Logout(surroundings, options));
            root.Add(WhoAmI.Build(surroundings, options));
            root.Add(KeysCommand.Build(surroundings, options));
            root.Add(WorkspacesCommand.Workspaces(surroundings, options));
            root.Add(WorkspacesCommand.Members(surroundings, options));
            root.Add(WorkspacesCommand.Sessions(surroundings, options));
        }

        root.Add(CheckCommand.Build(surroundings, options));
        root.Add(CompletionCommand.Build(surroundings));

        // Asked in another way (Completions), which tells files from words.
        foreach (var directive in root.Directives.OfType<SuggestDirective>().ToList())
            root.Directives.Remove(directive);
        foreach (var option in root.Options.OfType<VersionOption>())
            option.Action = new ShowVersion();
        HelpWithExitCodes.UseIn(root, surroundings);
        return root;
    }

    /// <summary>Parses and runs one command line.</summary>
    /// <returns>The exit code of the process: one of <see cref="ExitCodes"/>, or what an added command returns.</returns>
    /// <remarks>What an added command throws is thrown on.</remarks>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, IEnumerable<Command> extra, Surroundings surroundings, CancellationToken cancellation = default)
    {
        if (arguments is [Completions.Command, ..])
            return await CompleteAsync([.. arguments.Skip(1)], extra, surroundings);
        var parsed = Build(extra, surroundings, arguments is [var first, ..] ? first : null).Parse(arguments, Parsing);
        var isWrong = parsed.Action is null or ParseErrorAction;
        // Help is for those who typed something wrong, too.
        var problem = isWrong ? Misuse.Of(parsed) : parsed.Action == parsed.CommandResult.Command.Action ? Misuse.Hidden(parsed) : null;
        var code = problem is not null
            ? Misused(parsed, problem, surroundings)
            : await parsed.InvokeAsync(InvocationIn(surroundings), cancellation);
        return await FlushAsync(code, surroundings);
    }

    // Not a command of its own: whatever is typed stands behind it, whole or not, and nothing of it is to be judged.
    private static Task<int> CompleteAsync(IReadOnlyList<string> words, IEnumerable<Command> extra, Surroundings surroundings) =>
        FlushAsync(Completions.Answer(Build(extra, surroundings), words, surroundings.Out), surroundings);

    private static async Task<int> FlushAsync(int code, Surroundings surroundings)
    {
        try
        {
            await surroundings.Out.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (IOException failure)
        {
            Complaint.Write(surroundings.Error, $"cannot write the output: {failure.Message}");
            return ExitCodes.Failed;
        }
    }

    // Signals are left to the commands: one that serves drains for longer than a parser's time limit.
    private static InvocationConfiguration InvocationIn(Surroundings surroundings) => new()
    {
        Output = surroundings.Out,
        Error = surroundings.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    private static int Misused(ParseResult parsed, string problem, Surroundings surroundings)
    {
        Complaint.Write(surroundings.Error, $"{problem}; see {Misuse.PathOf(parsed.CommandResult.Command)} --help");
        return ExitCodes.Usage;
    }
}
