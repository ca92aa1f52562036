using System.CommandLine;
using System.CommandLine.Completions;

namespace Tautan.Commands.Completion;

/// <summary>
/// What the scripts ask: <c>tautan complete -- WORD…</c>, the last word being the one that is typed. The answer is a line that says
/// <c>words</c> or <c>files</c>, then a line for each word: it, a tab, and what it means.
/// </summary>
internal static class Completions
{
    public const string Command = "complete";

    /// <summary>Answers. It never fails: a shell has nowhere to show that.</summary>
    public static int Answer(RootCommand root, IReadOnlyList<string> words, TextWriter output)
    {
        HelpNames.UseIn(root);
        var (before, current, prefix) = Read(words is ["--", ..] ? [.. words.Skip(1)] : [.. words]);
        // Whole words alone, and a space: then the library says what may follow, and not what resembles the last word.
        var text = string.Concat(before.Select(word => $"{Plain(word)} "));
        var found = root.Parse(text).GetCompletions(text.Length).ToList();
        var isFile = found.Any(item => item.Label == HelpNames.Files);
        var shown = found.Where(item => IsWanted(item, current, prefix.Length > 0)).DistinctBy(item => item.Label, StringComparer.Ordinal).ToList();
        output.WriteLine(isFile && shown.Count == 0 ? "files" : "words");
        foreach (var item in shown)
            output.WriteLine($"{prefix}{item.Label}\t{item.Detail?.ReplaceLineEndings(" ").Replace('\t', ' ')}");
        return ExitCodes.Ok;
    }

    /// <summary>The words before, the one that is typed, and what of it stays as it is: <c>--verdict=</c>.</summary>
    private static (List<string> Before, string Current, string Prefix) Read(List<string> words)
    {
        if (words.Count == 0)
            return ([], "", "");
        var current = words[^1] is "\"\"" ? "" : words[^1];
        words.RemoveAt(words.Count - 1);
        // bash makes three words of --verdict=up.
        if (current == "=" && words.Count > 0)
            return (words, "", "");
        if (words is [.., _, "="])
            return ([.. words.Where(word => word != "=")], current, "");
        if (current.StartsWith("--", StringComparison.Ordinal) && current.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            return ([.. words, current[..equals]], current[(equals + 1)..], current[..(equals + 1)]);
        return (words, current, "");
    }

    private static bool IsWanted(CompletionItem item, string current, bool isValue) =>
        item.Label != HelpNames.Files
        // Other ways to ask for help, and .NET's words for what the help calls true and false.
        && item.Label is not ("-?" or "-h" or "/?" or "/h" or "True" or "False")
        // Options are many: they are shown to those who begin one.
        && (isValue || !item.Label.StartsWith('-') || current.StartsWith('-'))
        && item.Label.StartsWith(current, StringComparison.Ordinal);

    // The library splits at spaces and takes quotes away; what a word says is no matter here, save for names of commands and options.
    private static string Plain(string word) => word.Length == 0 ? "_" : string.Concat(word.Select(c => char.IsWhiteSpace(c) || c is '"' or '\'' ? '_' : c));
}
