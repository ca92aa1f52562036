namespace Tautan.Gateway.Redirecting.QrCodes;

/// <summary>The kinds of picture that a QR code comes as, best first where a visitor does not mind.</summary>
internal enum QrCodeFormat
{
    Svg,
    Png,
}
