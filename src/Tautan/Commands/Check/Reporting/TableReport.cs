using System.Globalization;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Output;

namespace Tautan.Commands.Check.Reporting;

/// <summary>For people: what is broken, by where it stands; in a pipe a line each, its fields separated by tabs.</summary>
internal static class TableReport
{
    private static readonly Column[] Columns = [new Column("Where"), new Column("Link", Whole: true), new Column("Why")];

    public static void Write(CheckReport report, Session session)
    {
        var rows = report.Broken
            .SelectMany(item => (item.Sources.Count == 0 ? [default] : item.Sources).Select(source => (Item: item, Source: source)))
            .OrderBy(row => row.Source.File, StringComparer.Ordinal)
            .ThenBy(row => row.Source.Line)
            .Select(row => (IReadOnlyList<Cell>)[Place(row.Source), new Cell(row.Item.Url, Tone.Bad), Words.Of(row.Item.Outcome!)])
            .ToList();
        if (rows.Count > 0) session.Printer.Write(new Sheet(Columns, rows));
        session.Surroundings.Error.WriteLine(Words.Of(report));
    }

    private static string Place(CheckSource source) =>
        source.File is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{source.File}:{source.Line}");
}
