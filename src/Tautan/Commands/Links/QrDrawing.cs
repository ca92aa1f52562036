using System.Collections;
using System.Text;
using QRCoder;

namespace Tautan.Commands.Links;

/// <summary>A QR code (ISO/IEC 18004) as lines of a terminal: two modules a character, one above the other.</summary>
internal sealed class QrDrawing
{
    // The library's own margin, on each side.
    private const int Quiet = 4;

    // Black on white whatever the terminal's colours are: many readers want no light code on a dark ground.
    private const string Colours = "\u001b[38;5;16;48;5;231m";
    private const string NoColours = "\u001b[0m";

    private readonly List<BitArray> _rows;
    private readonly int _shift;

    /// <param name="text">What it says.</param>
    /// <param name="margin">Light modules on each side.</param>
    /// <param name="level">How much of it may be lost: L, M, Q or H.</param>
    /// <exception cref="CommandFailure">The margin or the level is none.</exception>
    public QrDrawing(string text, int margin, string level = "M")
    {
        if (margin is < 0 or > 20)
            throw new CommandFailure(ExitCodes.Usage, "--margin must be 0 to 20 modules");
        if (level is not ['L' or 'M' or 'Q' or 'H' or 'l' or 'm' or 'q' or 'h'] || !Enum.TryParse<QRCodeGenerator.ECCLevel>(level, ignoreCase: true, out var correction))
            throw new CommandFailure(ExitCodes.Usage, "--level must be L, M, Q or H");
        using var data = QRCodeGenerator.GenerateQrCode(text, correction);
        _rows = data.ModuleMatrix;
        _shift = Quiet - margin;
        Width = _rows.Count - (2 * _shift);
    }

    /// <summary>Modules a side, with the margin; as many columns it takes.</summary>
    public int Width { get; }

    public IEnumerable<string> Coloured() => Lines((row, column) => IsDark(row, column)).Select(line => $"{Colours}{line}{NoColours}");

    /// <param name="darkLetters">Letters are darker than the ground: then they are the dark modules, else the light ones.</param>
    public IEnumerable<string> Plain(bool darkLetters) => Lines((row, column) => row < Width && IsDark(row, column) == darkLetters);

    private IEnumerable<string> Lines(Func<int, int, bool> isDrawn)
    {
        for (var row = 0; row < Width; row += 2)
        {
            var line = new StringBuilder(Width);
            for (var column = 0; column < Width; column++)
                line.Append((isDrawn(row, column), isDrawn(row + 1, column)) switch { (true, true) => '█', (true, false) => '▀', (false, true) => '▄', _ => ' ' });
            yield return line.ToString();
        }
    }

    private bool IsDark(int row, int column)
    {
        row += _shift;
        column += _shift;
        return row >= 0 && column >= 0 && row < _rows.Count && column < _rows.Count && _rows[row][column];
    }
}
