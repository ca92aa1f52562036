using System.Text;

namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>
/// The name of an instrument as Prometheus takes it, after the OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility": the
/// unit in words at its end, a counter's <c>_total</c> behind that.
/// </summary>
internal static class MetricName
{
    /// <summary>As it stands before <c>_total</c>, <c>_bucket</c> and the like.</summary>
    public static string Of(string instrument, MetricKind kind, string? unit)
    {
        var name = Sanitize(instrument);
        if (UnitOf(unit) is { } word && !HasWord(name, word))
            name = $"{name}_{word}";
        return kind == MetricKind.Counter && name.EndsWith("_total", StringComparison.Ordinal) ? name[..^"_total".Length] : name;
    }

    /// <summary>The unit in words; null: none.</summary>
    /// <param name="unit">In the Unified Code for Units of Measure, <c>By/s</c>; in braces stands what is not a unit.</param>
    public static string? UnitOf(string? unit)
    {
        var plain = WithoutAnnotations(unit ?? "");
        if (plain == "1")
            return null;
        var per = plain.IndexOf('/', StringComparison.Ordinal);
        if (per < 0)
            return plain.Length == 0 ? null : Sanitize(Word(plain));
        var (of, time) = (Word(plain[..per]), PerWord(plain[(per + 1)..]));
        return time.Length == 0 ? (of.Length == 0 ? null : Sanitize(of)) : Sanitize(of.Length == 0 ? $"per_{time}" : $"{of}_per_{time}");
    }

    /// <summary>A label's name: what is neither a letter, a digit nor a line becomes a line.</summary>
    public static string Label(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            text.Append('_');
        foreach (var value in name)
            text.Append(char.IsAsciiLetterOrDigit(value) ? value : '_');
        return text.ToString();
    }

    private static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        if (name.Length != 0 && char.IsAsciiDigit(name[0]))
            text.Append('_');
        foreach (var value in name)
        {
            if (char.IsAsciiLetterOrDigit(value) || value == ':')
                text.Append(value);
            else if (text.Length == 0 || text[^1] != '_')
                text.Append('_');
        }

        return text.ToString();
    }

    private static bool HasWord(string name, string word) =>
        name == word || name.EndsWith("_" + word, StringComparison.Ordinal) || name.Contains($"_{word}_", StringComparison.Ordinal) || name.StartsWith(word + "_", StringComparison.Ordinal);

    private static string WithoutAnnotations(string unit)
    {
        while (unit.IndexOf('{', StringComparison.Ordinal) is var from and >= 0 && unit.IndexOf('}', from) is var to and > 0)
            unit = unit.Remove(from, to - from + 1);
        return unit;
    }

    private static string Word(string unit) => unit switch
    {
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "%" => "percent",
        "Hz" => "hertz",
        _ => unit,
    };

    private static string PerWord(string unit) => unit switch
    {
        "s" => "second",
        "m" or "min" => "minute",
        "h" => "hour",
        "d" => "day",
        _ => unit,
    };
}
