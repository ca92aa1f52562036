using System.CommandLine;
using System.CommandLine.Completions;

namespace Tautan.Commands.Completion;

/// <summary>What the help says of a value says what it is completed with: <c>FILE</c> with files, <c>auto|manual</c> with these words.</summary>
internal static class HelpNames
{
    /// <summary>Stands for files, which a shell knows better than this program. No command line has it.</summary>
    public const string Files = "\0files";

    /// <summary>Completes everything under a command by what its help says.</summary>
    public static void UseIn(Command command)
    {
        foreach (var option in command.Options.Where(option => option.HelpName is not null))
            option.CompletionSources.Add(_ => Words(option.HelpName!));
        foreach (var argument in command.Arguments)
            argument.CompletionSources.Add(_ => Words(argument.HelpName ?? argument.Name));
        foreach (var inner in command.Subcommands)
            UseIn(inner);
    }

    private static IEnumerable<CompletionItem> Words(string helpName)
    {
        var words = helpName.Split('|');
        if (words.Any(word => word is "FILE" or "DIR"))
            return [new CompletionItem(Files)];
        return words.Length > 1 && words.All(word => word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            ? words.Select(word => new CompletionItem(word))
            : [];
    }
}
