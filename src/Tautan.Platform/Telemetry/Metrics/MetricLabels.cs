using System.Globalization;
using System.Text;

namespace Tautan.Platform.Telemetry.Metrics;

/// <summary>Writes labels as they stand between braces.</summary>
internal static class MetricLabels
{
    /// <param name="scope">Those that all series of an instrument have.</param>
    /// <param name="tags">Those of one, in any order. Of two whose names come to the same, the first one counts.</param>
    public static string Of(string scope, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        var text = new StringBuilder(scope);
        var last = "";
        foreach (var (key, value) in sorted)
        {
            var name = MetricName.Label(key);
            if (name != last)
                Append(text, name, Text(value));
            last = name;
        }

        return text.ToString();
    }

    public static void Append(StringBuilder text, string name, string value)
    {
        if (text.Length != 0)
            text.Append(',');
        text.Append(name).Append("=\"");
        foreach (var one in value)
        {
            _ = one switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(one),
            };
        }

        text.Append('"');
    }

    public static string Text(object? value) => value switch
    {
        null => "",
        bool isTrue => isTrue ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
