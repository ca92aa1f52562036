using System.Globalization;
using System.Text;

namespace Tautan.Platform.QrCodes;

/// <summary>Draws a symbol as SVG: a box for each run of dark modules in a row.</summary>
internal static class SvgPicture
{
    /// <param name="symbol">What to draw.</param>
    /// <param name="wanted">Its size is that where whoever shows it has no other wish.</param>
    public static byte[] Draw(QrSymbol symbol, QrCodeRequest wanted)
    {
        var width = symbol.Width;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wanted.Size}\" height=\"{wanted.Size}\" viewBox=\"0 0 {width} {width}\" shape-rendering=\"crispEdges\">");
        text.Append(CultureInfo.InvariantCulture, $"<path fill=\"{wanted.Background}\" d=\"M0 0h{width}v{width}H0z\"/><path fill=\"{wanted.Color}\" d=\"");
        for (var row = 0; row < width; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var start = column;
                while (column < width && symbol.IsDark(row, column))
                    column++;
                if (column > start)
                    text.Append(CultureInfo.InvariantCulture, $"M{start} {row}h{column - start}v1H{start}z");
            }
        }

        return Encoding.ASCII.GetBytes(text.Append("\"/></svg>").ToString());
    }
}
