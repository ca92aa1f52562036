namespace Tautan.Platform.QrCodes;

/// <summary>The kinds of picture that a QR code comes as, best first where a visitor does not mind.</summary>
public enum QrCodeFormat
{
    Svg,
    Png,
}

/// <summary>How much of a code may be lost and it is read still (ISO/IEC 18004): 7, 15, 25, 30 %.</summary>
public enum QrCodeLevel
{
    L,
    M,
    Q,
    H,
}
