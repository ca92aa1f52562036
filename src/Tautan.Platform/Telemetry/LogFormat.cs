using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Telemetry;

/// <summary>How a log line looks: text for a person at a terminal, one JSON object a line otherwise.</summary>
internal static class LogFormat
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Default, SkipValidation = true };

    public static string Text(DateTimeOffset at, LogLevel level, string service, string category, string message, Exception? exception)
    {
        var line = new StringBuilder(160)
            .Append(at.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append(' ')
            .Append(Word(level)).Append(' ').Append(service.PadRight(7)).Append(' ');
        Escape(line, message);
        if (level >= LogLevel.Warning)
            line.Append("  (").Append(category[(category.LastIndexOf('.') + 1)..]).Append(')');
        if (exception is not null)
        {
            foreach (var part in exception.ToString().Split('\n'))
                Escape(line.Append("\n    "), part.TrimEnd('\r'));
        }

        return line.Append('\n').ToString();
    }

    public static string Object(DateTimeOffset at, LogLevel level, string service, string category, string message, string? trace, object? state, Exception? exception)
    {
        using var stream = new MemoryStream(256);
        using (var writer = new Utf8JsonWriter(stream, Json))
        {
            writer.WriteStartObject();
            writer.WriteString("time", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            writer.WriteString("level", Word(level).TrimEnd());
            writer.WriteString("service", service);
            writer.WriteString("category", category);
            writer.WriteString("message", message);
            if (trace is not null)
                writer.WriteString("trace", trace);
            if (state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 1 } values)
            {
                writer.WriteStartObject("fields");
                foreach (var (key, value) in values.Where(pair => pair.Key != "{OriginalFormat}"))
                    writer.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }

            if (exception is not null)
                writer.WriteString("exception", exception.ToString());
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    // What a visitor sent may stand in a message: no control character of his reaches a terminal, and no line of his looks like ours.
    private static void Escape(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
                line.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                line.Append(c);
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit ",
        LogLevel.Error => "error",
        LogLevel.Warning => "warn ",
        LogLevel.Information => "info ",
        _ => "debug",
    };
}
