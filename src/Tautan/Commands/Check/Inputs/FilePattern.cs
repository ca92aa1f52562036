using System.Text;
using System.Text.RegularExpressions;

namespace Tautan.Commands.Check.Inputs;

/// <summary>Patterns for paths, for shells that leave them to the program: <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>{md,html}</c>.</summary>
internal static class FilePattern
{
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny("*?[{");

    /// <summary>The directory that has no pattern in its name, and what paths relative to it must match.</summary>
    public static (string Directory, Regex Matches) Read(string pattern)
    {
        var first = pattern.AsSpan().IndexOfAny("*?[{");
        var slash = pattern.LastIndexOf('/', first);
        return (slash < 0 ? "." : slash == 0 ? "/" : pattern[..slash], Translate(pattern[(slash + 1)..]));
    }

    private static Regex Translate(string pattern)
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
            else if (rest[0] == '{') (depth, _) = (depth + 1, regex.Append("(?:"));
            else if (rest[0] == '}' && depth > 0) (depth, _) = (depth - 1, regex.Append(')'));
            else if (rest[0] == ',' && depth > 0) regex.Append('|');
            else if (rest[0] == '[' && rest.IndexOf(']') is > 1 and var end)
            {
                regex.Append('[').Append(rest[1] == '!' ? "^" : "").Append(Regex.Escape(rest[(rest[1] == '!' ? 2 : 1)..end].ToString()).Replace("\\-", "-", StringComparison.Ordinal)).Append(']');
                i += end;
            }
            else regex.Append(Regex.Escape(rest[0].ToString()));
        }

        regex.Append(')', depth).Append('$');
        return new Regex(regex.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}
