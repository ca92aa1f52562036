using Spectre.Console;

namespace Tautan.Commands.Output;

/// <summary>Tables for people.</summary>
internal static class Tables
{
    public static void Write(Surroundings surroundings, Sheet sheet)
    {
        var shown = Enumerable.Range(0, sheet.Columns.Count).Where(i => sheet.Columns[i].Heading is not null).ToList();
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in shown.Select(i => sheet.Columns[i]))
            table.AddColumn(new TableColumn(new Text(column.Heading!)) { NoWrap = column.Whole, Padding = new Padding(0, 0, 1, 0) });
        foreach (var row in sheet.Rows)
            table.AddRow(shown.Select(i => Render(row[i])));
        ConsoleOn(surroundings).Write(table);
    }

    public static void Write(Surroundings surroundings, IReadOnlyList<(string Name, Cell Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach (var (name, value) in facts)
            grid.AddRow(new Text(SafeText.Of(name), StyleOf(Tone.Quiet)), Render(value));
        ConsoleOn(surroundings).Write(grid);
    }

    // Text and never Markup: brackets in a title are brackets.
    private static Text Render(Cell cell) => new(SafeText.Of(cell.Shown ?? cell.Text), StyleOf(cell.Tone));

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Doubtful => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red),
        Tone.Quiet => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };

    /// <summary>A console on the output of a command.</summary>
    public static IAnsiConsole ConsoleOn(Surroundings surroundings, InteractionSupport interaction = InteractionSupport.No)
    {
        // https://no-color.org: set and not empty. A dumb terminal knows no sequences at all.
        var plain = surroundings.Variable("NO_COLOR") is { Length: > 0 } || surroundings.Variable("TERM") is "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
            Interactive = interaction,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(surroundings.Out),
        });
        console.Profile.Width = surroundings.Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
