using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tautan.Health.Latencies;

/// <summary>What latencies are asked for with, in hours.</summary>
/// <param name="Range">How far back; 1 to 400 days.</param>
/// <param name="Step">How long each point is; at most the range.</param>
internal sealed record LatencyQuery(int Range, int Step)
{
    /// <summary>So long each hour is kept; before that, each day.</summary>
    public const int HourlyDays = 30;

    public const int Days = 400;

    private const int MostPoints = 1_000;
    private static readonly string[] Known = ["range", "step"];

    public static LatencyQuery Read(IQueryCollection query, out Dictionary<string, string[]> errors)
    {
        errors = [];
        foreach (var name in query.Keys.Where(name => !Known.Contains(name)))
            errors[name] = [$"is no parameter here ({string.Join(", ", Known)})"];
        var range = Hours(query["range"].ToString(), 24);
        if (range is not { } hours || hours is < 1 or > Days * 24)
        {
            errors["range"] = ["must be from 1h to 400d, such as 24h or 30d"];
            return new LatencyQuery(24, 1);
        }

        var step = Hours(query["step"].ToString(), hours <= 7 * 24 ? 1 : 24);
        if (step is not { } given || given < 1 || given > hours) errors["step"] = ["must be from 1h to the range, such as 1h or 1d"];
        else if (hours > HourlyDays * 24 && given % 24 != 0) errors["step"] = ["must be whole days (1d) where range is more than 30d"];
        else if (hours / given > MostPoints) errors["step"] = ["must divide the range into at most 1,000 points"];
        return new LatencyQuery(hours, step ?? 1);
    }

    private static int? Hours(string text, int otherwise)
    {
        if (text.Length == 0) return otherwise;
        if (text.Length > 6 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return text[^1] switch
        {
            'h' => number,
            'd' => number * 24,
            _ => null,
        };
    }
}
