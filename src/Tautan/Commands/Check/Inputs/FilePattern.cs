using System.Text;
using System.Text.RegularExpressions;

namespace Tautan.Commands.Check.Inputs;

/// <summary>Patterns for paths, for shells that leave them to the program: <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>{md,html}</c>.</summary>
internal static class FilePattern
{
    /// <summary>Whose patterns: in those of git a brace is a brace, and a backslash takes the meaning from what follows.</summary>
    public enum Syntax
    {
        Shell,
        Git,
    }

    public static bool IsPattern(string text) => text.AsSpan().ContainsAny("*?[{");

    /// <summary>The directory that has no pattern in its name, and what paths relative to it must match; that is null where it is no pattern.</summary>
    public static (string Directory, Regex? Matches) Read(string pattern)
    {
        var first = pattern.AsSpan().IndexOfAny("*?[{");
        var slash = pattern.LastIndexOf('/', first);
        return (slash < 0 ? "." : slash == 0 ? "/" : pattern[..slash], TryTranslate(pattern[(slash + 1)..], Syntax.Shell));
    }

    /// <summary>What a whole path must match; null: it is no pattern, such as <c>[z-a]</c>.</summary>
    public static Regex? TryTranslate(string pattern, Syntax syntax)
    {
        try
        {
            return new Regex(Translate(pattern, syntax == Syntax.Shell), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Translate(string pattern, bool isShell)
    {
        var regex = new StringBuilder("^");
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("**/")) (i, _) = (i + 2, regex.Append("(?:[^/]+/)*"));
            else if (rest.StartsWith("**")) (i, _) = (i + 1, regex.Append(".*"));
            else if (rest[0] == '*') regex.Append("[^/]*");
            else if (rest[0] == '?') regex.Append("[^/]");
            else if (rest[0] == '{' && isShell) (depth, _) = (depth + 1, regex.Append("(?:"));
            else if (rest[0] == '}' && depth > 0) (depth, _) = (depth - 1, regex.Append(')'));
            else if (rest[0] == ',' && depth > 0) regex.Append('|');
            else if (rest[0] == '\\' && !isShell && rest.Length > 1) (i, _) = (i + 1, regex.Append(Regex.Escape(rest[1].ToString())));
            else if (rest[0] == '[' && ClassIn(rest) is { } set) (i, _) = (i + set.Length - 1, regex.Append(set.Regex));
            else regex.Append(Regex.Escape(rest[0].ToString()));
        }

        return regex.Append(')', depth).Append('$').ToString();
    }

    // [abc], [a-z], [!a]: its length in the pattern, and the same for a regular expression.
    private static (int Length, string Regex)? ClassIn(ReadOnlySpan<char> rest)
    {
        var isNegative = rest.Length > 1 && rest[1] is '!' or '^';
        var start = isNegative ? 2 : 1;
        var end = rest.Length > start + 1 ? rest[(start + 1)..].IndexOf(']') + start + 1 : start;
        if (end <= start) return null;
        var inner = new StringBuilder();
        foreach (var character in rest[start..end]) inner.Append(character is '-' ? "-" : character is '[' or ']' or '\\' or '^' ? $"\\{character}" : character.ToString());
        return (end + 1, $"[{(isNegative ? "^/" : "")}{inner}]");
    }
}
