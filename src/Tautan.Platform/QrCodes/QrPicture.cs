using System.Globalization;
using System.IO.Hashing;
using System.Text;
using QRCoder.Exceptions;

namespace Tautan.Platform.QrCodes;

/// <summary>A QR code, drawn.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Body">Null where it cannot be drawn so.</param>
/// <param name="Problem">Why it cannot; null where it can.</param>
public sealed record QrPicture(string Type, byte[]? Body, string? Problem)
{
    /// <param name="text">ASCII.</param>
    /// <param name="wanted">How it is wanted.</param>
    public static QrPicture Of(string text, QrCodeRequest wanted)
    {
        var type = wanted.Format == QrCodeFormat.Svg ? "image/svg+xml" : "image/png";
        QrSymbol symbol;
        try
        {
            symbol = new QrSymbol(text, wanted.Margin, wanted.Level);
        }
        catch (DataTooLongException)
        {
            return new QrPicture(type, null, $"The parameter level must be less than {wanted.Level} for a link as long as this.");
        }

        if (wanted.Format == QrCodeFormat.Svg)
            return new QrPicture(type, SvgPicture.Draw(symbol, wanted), null);
        return wanted.Size < symbol.Width
            ? new QrPicture(type, null, $"The parameter size must be at least {symbol.Width} for this link and this margin.")
            : new QrPicture(type, PngPicture.Draw(symbol, wanted), null);
    }

    /// <summary>An entity tag of what is drawn.</summary>
    public static string TagOf(string text, QrCodeRequest wanted)
    {
        var whole = string.Create(CultureInfo.InvariantCulture, $"{wanted.Format} {wanted.Size} {wanted.Margin} {wanted.Level} {wanted.Color} {wanted.Background} {text}");
        return $"\"{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(whole)):x16}\"";
    }
}
