using System.Globalization;

namespace Tautan.Platform.QrCodes;

/// <summary>A colour in sRGB.</summary>
public readonly record struct QrColor(byte Red, byte Green, byte Blue)
{
    public static readonly QrColor Black = new(0, 0, 0);
    public static readonly QrColor White = new(255, 255, 255);

    /// <summary>As <c>#rrggbb</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>Reads three or six hexadecimal digits, with or without a number sign before them.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out QrColor color)
    {
        color = default;
        if (text is ['#', ..])
            text = text[1..];
        if (text.Length is not (3 or 6) || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            return false;
        color = text.Length == 6
            ? new QrColor((byte)(number >> 16), (byte)(number >> 8), (byte)number)
            : new QrColor((byte)((number >> 8) * 17), (byte)((number >> 4 & 15) * 17), (byte)((number & 15) * 17));
        return true;
    }

    /// <summary>From 0, black, to 1, white (WCAG 2.2, relative luminance).</summary>
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>How much lighter a colour is than another, from 1 to 21; less than 1 where it is darker.</summary>
    public static double Contrast(QrColor light, QrColor dark) => (light.Luminance + 0.05) / (dark.Luminance + 0.05);

    private static double Linear(byte channel)
    {
        var part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
