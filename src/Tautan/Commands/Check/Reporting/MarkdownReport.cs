using System.Globalization;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Output;

namespace Tautan.Commands.Check.Reporting;

/// <summary>For comments and job summaries: a table of what is broken.</summary>
internal static class MarkdownReport
{
    public static void Write(CheckReport report, TextWriter output)
    {
        output.WriteLine("## Links");
        output.WriteLine();
        output.WriteLine(Words.Of(report));
        if (report.Broken.Count == 0) return;
        output.WriteLine();
        output.WriteLine("| where | link | why |");
        output.WriteLine("| --- | --- | --- |");
        foreach (var item in report.Broken)
            output.WriteLine($"| {string.Join("<br>", item.Sources.Select(Place))} | {Code(item.Url)} | {Cell(Words.Of(item.Outcome!))} |");
    }

    private static string Place(CheckSource source) => string.Create(CultureInfo.InvariantCulture, $"{Cell(source.File)}:{source.Line}");

    // A bar ends a cell, even in code.
    private static string Code(string text)
    {
        var safe = SafeText.Of(text).Replace("|", "\\|", StringComparison.Ordinal);
        return safe.Contains('`', StringComparison.Ordinal) ? $"`` {safe} ``" : $"`{safe}`";
    }

    private static string Cell(string text)
    {
        var safe = SafeText.Of(text);
        foreach (var mark in (string[])["\\", "|", "<", "*", "_", "[", "]", "`"]) safe = safe.Replace(mark, "\\" + mark, StringComparison.Ordinal);
        return safe;
    }
}
