using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Tautan.Gateway.Redirecting.QrCodes;

/// <summary>How a QR code is wanted.</summary>
/// <param name="Size">Pixels a side, 64 to 2048.</param>
/// <param name="Margin">Light modules around it, 0 to 20; a reader counts on 4.</param>
/// <param name="Format">The kind of picture.</param>
internal readonly record struct QrCodeRequest(int Size, int Margin, QrCodeFormat Format)
{
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
        wanted = new QrCodeRequest(DefaultSize, DefaultMargin, (QrCodeFormat)Accepting.BestOf(Types, accept));
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

        return wrong is null;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
