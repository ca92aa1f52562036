using System.Collections;
using QRCoder;

namespace Tautan.Platform.QrCodes;

/// <summary>A text as the dark and light modules of a QR code (ISO/IEC 18004), with a margin.</summary>
internal sealed class QrSymbol
{
    // The library's own margin, on each side.
    private const int Quiet = 4;

    private readonly List<BitArray> _rows;
    private readonly int _shift;

    /// <param name="text">ASCII, at most 2,331 bytes.</param>
    /// <param name="margin">Light modules on each side.</param>
    /// <param name="level">How much of it may be lost.</param>
    /// <exception cref="QRCoder.Exceptions.DataTooLongException">The text is too long for the level.</exception>
    public QrSymbol(string text, int margin, QrCodeLevel level)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, level switch
        {
            QrCodeLevel.L => QRCodeGenerator.ECCLevel.L,
            QrCodeLevel.Q => QRCodeGenerator.ECCLevel.Q,
            QrCodeLevel.H => QRCodeGenerator.ECCLevel.H,
            _ => QRCodeGenerator.ECCLevel.M,
        });
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
