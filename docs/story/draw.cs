// Draws what a terminal showed as a picture.
// usage: dotnet run draw.cs -- TYPESCRIPT TIMING PICTURE [LEFT-OUT]
// TYPESCRIPT and TIMING are those of util-linux's script; lines that match the pattern LEFT-OUT are not drawn, all others are, as they are.

using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

const int FontSize = 14, LineHeight = 20, EmptyLineHeight = 5, GapAboveCommand = 9;
const int Width = 900, Margin = 24, TitleBar = 40, StampColumn = 62;
// Of DejaVu Sans Mono, Menlo and most others; textLength makes the rest as wide.
const double CharacterWidth = FontSize * 0.602;

var leftOut = new Regex(args.Length > 3 ? args[3] : "(?!)");
var lines = Read(args[0], args[1]).Where(line => !leftOut.IsMatch(line.Text)).ToList();

var body = new StringBuilder();
double y = TitleBar;
string? lastStamp = null;
var inCommand = false;
foreach (var line in lines)
{
    if (line.Text.Length == 0)
    {
        y += EmptyLineHeight;
        continue;
    }

    var begins = line.Text.StartsWith("$ ", StringComparison.Ordinal);
    // A command that ends in a backslash goes on in the next line.
    var isCommand = begins || inCommand;
    inCommand = isCommand && line.Text.EndsWith('\\');
    y += LineHeight + (begins ? GapAboveCommand : 0);

    var stamp = string.Create(CultureInfo.InvariantCulture, $"+{Math.Floor(line.Seconds)} s");
    if (stamp != lastStamp)
        body.AppendLine(CultureInfo.InvariantCulture, $"""<text class="stamp" x="{Margin + StampColumn - 16}" y="{y:0.#}">{stamp}</text>""");
    lastStamp = stamp;

    foreach (var run in Runs(line))
    {
        var x = Margin + StampColumn + run.Column * CharacterWidth;
        var width = run.Text.Length * CharacterWidth;
        if (run.Text[0] == '─')
        {
            body.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{x:0.#} {y - 5:0.#}h{width:0.#}"/>""");
            continue;
        }
        var style = isCommand ? run.Text == "$" ? "prompt" : "command" : run.Style;
        var attribute = style.Length == 0 ? "" : $" class=\"{style}\"";
        body.AppendLine(CultureInfo.InvariantCulture,
            $"""<text{attribute} x="{x:0.#}" y="{y:0.#}" textLength="{width:0.#}">{SecurityElement.Escape(run.Text)}</text>""");
    }
}
var height = y + Margin;

File.WriteAllText(args[2], string.Create(CultureInfo.InvariantCulture, $$"""
    <svg xmlns="http://www.w3.org/2000/svg" width="{{Width}}" height="{{height}}" viewBox="0 0 {{Width}} {{height}}" role="img">
    <title>A terminal: a link with two destinations, one of which is stopped and started again</title>
    <style>
    text { font: {{FontSize}}px "DejaVu Sans Mono", Menlo, "Liberation Mono", Consolas, monospace; fill: #b4bfce; white-space: pre }
    path { stroke: #4a5568; fill: none }
    .stamp { fill: #d8a657; text-anchor: end }
    .prompt { fill: #5eb1ff }
    .command { fill: #f3f6fa; font-weight: 600 }
    .dim { fill: #8391a5 }
    .green { fill: #4ade80 }
    .yellow { fill: #facc15 }
    .red { fill: #ff7b72 }
    </style>
    <rect x=".5" y=".5" width="{{Width - 1}}" height="{{height - 1}}" rx="10" fill="#10151d" stroke="#303a49"/>
    <circle cx="26" cy="22" r="6" fill="#ff5f57"/><circle cx="46" cy="22" r="6" fill="#febc2e"/><circle cx="66" cy="22" r="6" fill="#28c840"/>
    {{body}}</svg>

    """));

// The lines with their moments: seconds from the first piece of output to the one that the line began with.
static IEnumerable<Line> Read(string typescript, string timing)
{
    var bytes = File.ReadAllBytes(typescript);
    // The first line is script's own, and so is what follows the pieces.
    var start = Array.IndexOf(bytes, (byte)'\n') + 1;
    double seconds = 0;
    double? first = null;
    var line = new List<byte>();
    double began = 0;
    foreach (var entry in File.ReadLines(timing))
    {
        var fields = entry.Split(' ');
        seconds += double.Parse(fields[0], CultureInfo.InvariantCulture);
        first ??= seconds;
        var end = start + int.Parse(fields[1], CultureInfo.InvariantCulture);
        for (; start < end; start++)
        {
            if (line.Count == 0)
                began = seconds - first.Value;
            if (bytes[start] != '\n')
            {
                line.Add(bytes[start]);
                continue;
            }
            yield return new Line(began, Encoding.UTF8.GetString([.. line]));
            line.Clear();
        }
    }
}

// Words that stand one space apart are one run; wider gaps are kept by the column.
static IEnumerable<Run> Runs(Line line)
{
    var style = "";
    var column = 0;
    foreach (Match piece in Patterns.Piece().Matches(line.Coloured))
    {
        if (piece.Value[0] != '\e')
        {
            foreach (Match words in Patterns.Words().Matches(piece.Value))
                yield return new Run(column + words.Index, words.Value, style);
            column += piece.Length;
        }
        else if (piece.Value[^1] == 'm')
        {
            style = piece.Value[2..^1] switch
            {
                "2" => "dim",
                "31" or "91" => "red",
                "32" or "92" => "green",
                "33" or "93" => "yellow",
                _ => "",
            };
        }
    }
}

internal sealed record Line(double Seconds, string Raw)
{
    public string Coloured { get; } = Raw.TrimEnd('\r');

    public string Text { get; } = Patterns.Sequence().Replace(Raw, "").TrimEnd();
}

internal sealed record Run(int Column, string Text, string Style);

internal static partial class Patterns
{
    [GeneratedRegex(@"\e(\[[0-9;?]*[A-Za-z]|[=>])")]
    public static partial Regex Sequence();

    [GeneratedRegex(@"\e(\[[0-9;?]*[A-Za-z]|[=>])|[^\e]+")]
    public static partial Regex Piece();

    [GeneratedRegex(@"^\$(?= )|─+|[^\s─]+( [^\s─]+)*")]
    public static partial Regex Words();
}
