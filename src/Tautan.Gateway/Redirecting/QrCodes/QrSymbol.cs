using System.Collections;
using QRCoder;

namespace Tautan.Gateway.Redirecting.QrCodes;

/// <summary>A text as the dark and light modules of a QR code (ISO/IEC 18004), with a margin.</summary>
internal sealed class QrSymbol
{
    // The library's own margin, on each side.
    private const int Quiet = 4;

    private readonly List<BitArray> _rows;
    private readonly int _shift;

    /// <param name="text">ASCII, at most 2,331 bytes.</param>
    /// <param name="margin">Light modules on each side.</param>
    public QrSymbol(string text, int margin)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        _rows = data.ModuleMatrix;
        _shift = Quiet - margin;
        Width = _rows.Count - (2 * _shift);
    }

    /// <summary>Modules a side, with the margin.</summary>
    public int Width { get; }

    public bool IsDark(int row, int column)
    {
        row += _shift;
        column += _shift;
        return row >= 0 && column >= 0 && row < _rows.Count && column < _rows.Count && _rows[row][column];
    }
}
