using System.Globalization;
using System.Text.RegularExpressions;
using Tautan.Platform.Outbound;
using Tautan.Platform.Urls;

namespace Tautan.Commands.Check.Settings;

/// <summary>Reads the values of settings, as flags and as the file have them alike. Each says null where it is not what it should be.</summary>
internal static class CheckValues
{
    public const string FormatWords = "table, json, junit or markdown";
    public const string DurationWords = "a time such as 30s, 15m, 12h or 7d";
    public const string AcceptWords = "statuses such as 200..299,403";
    public const string HeaderWords = "\"NAME: VALUE\"";
    public const string PatternWords = "a regular expression";

    public static ReportFormat? Format(string text) => text.ToLowerInvariant() switch
    {
        "table" => ReportFormat.Table,
        "json" => ReportFormat.Json,
        "junit" => ReportFormat.JUnit,
        "markdown" => ReportFormat.Markdown,
        _ => null,
    };

    /// <summary>A number of seconds, or a number and its unit; at most 10 years.</summary>
    public static TimeSpan? Duration(string text)
    {
        var unit = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? text[^1] : 's';
        var digits = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? text[..^1] : text;
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 3650 * 86_400.0) return null;
        var span = unit switch { 's' => number, 'm' => number * 60, 'h' => number * 3600, 'd' => number * 86_400, _ => -1 };
        return span is >= 0 and <= 3650 * 86_400.0 ? TimeSpan.FromSeconds(span) : null;
    }

    public static StatusRanges? Accept(string text) => StatusRanges.TryParse(text.Replace("..=", "-", StringComparison.Ordinal).Replace("..", "-", StringComparison.Ordinal), out var ranges, out _) ? ranges : null;

    /// <summary>Without backtracking where it can be had, so that no URL makes it take for ever.</summary>
    public static Regex? Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static KeyValuePair<string, string>? Header(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? Header(text[..colon].Trim(), text[(colon + 1)..].Trim()) : null;
    }

    public static KeyValuePair<string, string>? Header(string name, string value) =>
        RequestHeader.IsName(name) && !RequestHeader.IsOwn(name) && RequestHeader.IsValue(value) ? KeyValuePair.Create(name, value) : null;

    public static Uri? Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
