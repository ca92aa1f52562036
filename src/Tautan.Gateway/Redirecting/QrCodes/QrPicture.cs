namespace Tautan.Gateway.Redirecting.QrCodes;

/// <summary>A QR code, drawn.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Body">Null where it would have had modules of less than a pixel.</param>
/// <param name="LeastSize">The fewest pixels a side that it can be drawn with.</param>
internal sealed record QrPicture(string Type, byte[]? Body, int LeastSize)
{
    /// <param name="text">ASCII, at most 2,331 bytes: more than any short URL has.</param>
    /// <param name="wanted">How it is wanted.</param>
    public static QrPicture Of(string text, QrCodeRequest wanted)
    {
        var symbol = new QrSymbol(text, wanted.Margin);
        if (wanted.Format == QrCodeFormat.Svg)
            return new QrPicture("image/svg+xml", SvgPicture.Draw(symbol, wanted.Size), 0);
        return new QrPicture("image/png", wanted.Size < symbol.Width ? null : PngPicture.Draw(symbol, wanted.Size), symbol.Width);
    }
}
