using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tautan.Commands;

/// <summary>Bounds that only the client knows; those that the server knows are left to it.</summary>
internal static class OptionBounds
{
    public static Option<int> Between(this Option<int> option, int least, int most, string what)
    {
        option.Validators.Add(result =>
        {
            // Text that is no number has its own error already.
            if (result.Tokens is [var token]
                && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && (number < least || number > most))
                result.AddError($"{option.Name} must be {least} to {most} {what}");
        });
        return option;
    }

    /// <summary>These words and no others; they complete it, too.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, params IReadOnlyList<string> words)
    {
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result => Judge(result, result.Tokens, option.Name, words));
        return option;
    }

    /// <inheritdoc cref="OneOf{T}(Option{T}, IReadOnlyList{string})"/>
    public static Argument<T> OneOf<T>(this Argument<T> argument, params IReadOnlyList<string> words)
    {
        argument.CompletionSources.Add([.. words]);
        argument.Validators.Add(result => Judge(result, result.Tokens, argument.Name, words));
        return argument;
    }

    private static void Judge(SymbolResult result, IEnumerable<Token> given, string name, IReadOnlyList<string> words)
    {
        if (given.FirstOrDefault(token => !words.Contains(token.Value, StringComparer.Ordinal)) is { } wrong)
            result.AddError($"{name} must be {string.Join(", ", words.SkipLast(1))} or {words[^1]}, but is \"{wrong.Value}\"");
    }
}
