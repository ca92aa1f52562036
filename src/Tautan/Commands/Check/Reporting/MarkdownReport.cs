using System.Globalization;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Output;

namespace Tautan.Commands.Check.Reporting;

/// <summary>For comments and job summaries: a table of what is broken, as far as a comment goes.</summary>
internal static class MarkdownReport
{
    // GitHub takes 65,536 characters in a comment, and somebody may want to write something above it.
    private const int Longest = 60_000;

    private const int MostPlaces = 5;

    public static void Write(CheckReport report, TextWriter output)
    {
        output.WriteLine("## Links");
        output.WriteLine();
        output.WriteLine(Words.Of(report));
        if (report.Broken.Count == 0) return;
        output.WriteLine();
        output.WriteLine("| where | link | why |");
        output.WriteLine("| --- | --- | --- |");
        var (left, written) = (Longest, 0);
        foreach (var item in report.Broken)
        {
            var row = $"| {Places(item.Sources)} | {Code(item.Url)} | {Cell(Words.Of(item.Outcome!))} |";
            if ((left -= row.Length + 1) < 0) break;
            output.WriteLine(row);
            written++;
        }

        if (written == report.Broken.Count) return;
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"And {report.Broken.Count - written} more: `--format json` has them all."));
    }

    private static string Places(List<CheckSource> sources)
    {
        var places = string.Join("<br>", sources.Take(MostPlaces).Select(source => string.Create(CultureInfo.InvariantCulture, $"{Cell(source.File)}:{source.Line}")));
        return sources.Count <= MostPlaces ? places : string.Create(CultureInfo.InvariantCulture, $"{places}<br>and {sources.Count - MostPlaces} more");
    }

    // A bar ends a cell, even in code; and code ends at as many backticks as began it.
    private static string Code(string text)
    {
        var safe = SafeText.Of(text).Replace("|", "\\|", StringComparison.Ordinal);
        var (longest, run) = (0, 0);
        foreach (var character in safe) longest = Math.Max(longest, run = character == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return longest > 0 ? $"{fence} {safe} {fence}" : $"`{safe}`";
    }

    private static string Cell(string text)
    {
        var safe = SafeText.Of(text);
        foreach (var mark in (string[])["\\", "|", "<", "*", "_", "[", "]", "`"]) safe = safe.Replace(mark, "\\" + mark, StringComparison.Ordinal);
        return safe;
    }
}
