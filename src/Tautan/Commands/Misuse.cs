using System.CommandLine;
using System.CommandLine.Parsing;
using Tautan.Platform.Text;

namespace Tautan.Commands;

/// <summary>What is wrong with how a command was called, in the user's words and not in those of the parser.</summary>
internal static class Misuse
{
    // A person means one of the two by them, and the parser takes them for the next argument.
    private static readonly string[] WordsForFlags = ["yes", "no", "on", "off", "0", "1", "y", "n"];

    /// <summary>Of a command line that could not be parsed.</summary>
    public static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var unexpected = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (command.Subcommands.Count > 0 && unexpected is null)
            return $"{command.Name} needs a command: {string.Join(", ", CommandsOf(command))}";
        if (command.Subcommands.Count > 0 && !IsOption(unexpected!))
            return $"{PathOf(command)} has no command \"{unexpected}\"{Meant(unexpected!, CommandsOf(command))}";
        if (unexpected is not null)
            return IsOption(unexpected) ? NoOption(command, unexpected) : $"\"{unexpected}\" is not expected there";
        return string.Join("; ", parsed.Errors.Select(Say).Distinct());
    }

    /// <summary>Of one that could be parsed, but means something else than what was typed; null: nothing.</summary>
    public static string? Hidden(ParseResult parsed)
    {
        var result = parsed.CommandResult;
        var arguments = result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).ToHashSet(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < parsed.Tokens.Count && parsed.Tokens[i].Type != TokenType.DoubleDash; i++)
        {
            var token = parsed.Tokens[i];
            if (!arguments.Contains(token))
                continue;
            // Taken for an argument, a mistyped option would be a link to change, or a URL to go to.
            if (IsOption(token.Value))
                return $"{NoOption(result.Command, token.Value)}; behind \"--\" it is none";
            if (i > 0 && WordsForFlags.Contains(token.Value, StringComparer.OrdinalIgnoreCase) && IsBareFlag(result, parsed.Tokens[i - 1]))
                return $"{parsed.Tokens[i - 1].Value} must be true or false, but is \"{token.Value}\"";
        }
        return null;
    }

    /// <summary>As it is called: <c>tautan links list</c>.</summary>
    public static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Command? c = command; c is not null and not RootCommand; c = c.Parents.OfType<Command>().FirstOrDefault())
            names.Push(c.Name);
        return string.Join(' ', names.Prepend("tautan"));
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    private static bool IsBareFlag(CommandResult result, Token token) =>
        token.Type == TokenType.Option
        && result.Children.OfType<OptionResult>().Any(option => option.IdentifierToken == token && option.Option.ValueType == typeof(bool?) && option.Tokens.Count == 0);

    private static IEnumerable<string> CommandsOf(Command command) => command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);

    private static string NoOption(Command command, string word)
    {
        var known = new List<string>();
        for (Command? c = command; c is not null; c = c.Parents.OfType<Command>().FirstOrDefault())
            known.AddRange(c.Options.Where(option => !option.Hidden && (c == command || option.Recursive)).Select(option => option.Name));
        var name = word.Split('=')[0];
        return $"{PathOf(command)} has no option {name}{Meant(name, known)}";
    }

    // Of one letter everything is as near.
    private static string Meant(string word, IEnumerable<string> known) => word.Length > 2 && NearestName.Of(word, known) is { } nearest ? $" (is {nearest} meant?)" : "";

    private static string Say(ParseError error)
    {
        var option = (error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult)?.Option;
        var isOfAnotherType = error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal);
        return option is not null && isOfAnotherType && error.SymbolResult!.Tokens is [.., var token]
            ? $"{option.Name} must be {KindOf(option.ValueType)}, but is \"{token.Value}\""
            : error.Message.TrimEnd('.');
    }

    private static string KindOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(bool) ? "true or false" : "a whole number";
}
