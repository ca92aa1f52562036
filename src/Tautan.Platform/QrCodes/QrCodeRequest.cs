using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Tautan.Platform.Web;

namespace Tautan.Platform.QrCodes;

/// <summary>How a QR code is wanted.</summary>
/// <param name="Size">Pixels a side, 64 to 2048.</param>
/// <param name="Margin">Light modules around it, 0 to 20; a reader counts on 4.</param>
/// <param name="Format">The kind of picture.</param>
/// <param name="Level">How much of it may be lost.</param>
/// <param name="Color">Of the dark modules.</param>
/// <param name="Background">Of the light ones.</param>
public readonly record struct QrCodeRequest(int Size, int Margin, QrCodeFormat Format, QrCodeLevel Level, QrColor Color, QrColor Background)
{
    /// <summary>What cameras still tell apart under a lamp; below it codes are met that nobody can read.</summary>
    public const double LeastContrast = 3;

    private const int DefaultSize = 512;
    private const int DefaultMargin = 4;
    private static readonly StringSegment[][] Types = [["image/svg+xml"], ["image/png"]];

    /// <summary>Reads a query. Of a parameter that is there more than once the last counts; others than ours are passed over.</summary>
    /// <param name="query">As it came, without its <c>?</c>.</param>
    /// <param name="accept">The <c>Accept</c> header, for where the query names no format.</param>
    /// <param name="wanted">The outcome.</param>
    /// <param name="wrong">What is wrong with the query; null where nothing is.</param>
    public static bool TryParse(ReadOnlySpan<char> query, StringValues accept, out QrCodeRequest wanted, out string? wrong)
    {
        wanted = new QrCodeRequest(DefaultSize, DefaultMargin, (QrCodeFormat)Accepting.BestOf(Types, accept), QrCodeLevel.M, QrColor.Black, QrColor.White);
        wrong = null;
        foreach (var pair in new QueryStringEnumerable(query.ToString()))
        {
            var value = pair.DecodeValue().Span;
            switch (pair.DecodeName().Span)
            {
                case "size" when IsNumber(value, 64, 2048, out var size):
                    wanted = wanted with { Size = size };
                    break;
                case "margin" when IsNumber(value, 0, 20, out var margin):
                    wanted = wanted with { Margin = margin };
                    break;
                case "format" when value is "svg":
                    wanted = wanted with { Format = QrCodeFormat.Svg };
                    break;
                case "format" when value is "png":
                    wanted = wanted with { Format = QrCodeFormat.Png };
                    break;
                case "level" when value is ['L' or 'M' or 'Q' or 'H' or 'l' or 'm' or 'q' or 'h']:
                    wanted = wanted with { Level = Enum.Parse<QrCodeLevel>(value, ignoreCase: true) };
                    break;
                case "color" when QrColor.TryParse(value, out var color):
                    wanted = wanted with { Color = color };
                    break;
                case "background" when QrColor.TryParse(value, out var background):
                    wanted = wanted with { Background = background };
                    break;
                case "level":
                    wrong = "The parameter level must be L, M, Q or H.";
                    break;
                case "color" or "background":
                    wrong = $"The parameter {pair.DecodeName()} must be a colour of three or six hexadecimal digits, such as 1a2b3c.";
                    break;
                case "size":
                    wrong = "The parameter size must be a number of pixels from 64 to 2048.";
                    break;
                case "margin":
                    wrong = "The parameter margin must be a number of modules from 0 to 20.";
                    break;
                case "format":
                    wrong = "The parameter format must be svg or png.";
                    break;
            }
        }

        var contrast = QrColor.Contrast(wanted.Background, wanted.Color);
        if (wrong is null && contrast < LeastContrast)
            wrong = string.Create(CultureInfo.InvariantCulture, $"The parameter background must be lighter than color, by a contrast of {LeastContrast} at least, and it is {contrast:F1}: readers would not tell the modules apart.");
        return wrong is null;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
