using System.Text.Json;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Output;

namespace Tautan.Commands.Check.Reporting;

/// <summary>For programs: one JSON document.</summary>
internal static class JsonReport
{
    private const int Portion = 1000;

    public static void Write(CheckReport report, Surroundings surroundings)
    {
        using var document = new JsonOutput(surroundings.Out, indented: surroundings.OutIsTerminal);
        var json = document.Writer;
        json.WriteStartObject();
        json.WriteStartArray("items");
        var written = 0;
        foreach (var item in report.Items.Where(item => item.Outcome is not null))
        {
            Write(json, item, item.Outcome!);
            if (++written % Portion == 0) document.Drain();
        }

        json.WriteEndArray();
        json.WriteStartObject("summary");
        json.WriteNumber("total", report.Items.Count);
        json.WriteNumber("up", report.Up);
        json.WriteNumber("down", report.Broken.Count);
        json.WriteNumber("noted", report.Noted);
        json.WriteNumber("cached", report.Cached);
        json.WriteNumber("unchecked", report.Unchecked);
        json.WriteNumber("skipped", report.Skipped);
        json.WriteNumber("excluded", report.Excluded);
        json.WriteNumber("documents", report.Documents);
        json.WriteNumber("ms", Math.Round(report.Took.TotalMilliseconds));
        json.WriteEndObject();
        json.WriteEndObject();
        document.Finish();
    }

    private static void Write(Utf8JsonWriter json, CheckItem item, CheckOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("url", item.Url);
        json.WriteString("verdict", outcome.IsUp ? "up" : "down");
        json.WriteString("note", outcome.Note);
        json.WriteString("reason", outcome.Reason);
        if (outcome.Status is { } status) json.WriteNumber("status", status);
        else json.WriteNull("status");
        json.WriteNumber("ms", Math.Round(outcome.Milliseconds, 1));
        json.WriteStartArray("sources");
        foreach (var source in item.Sources)
        {
            json.WriteStartObject();
            json.WriteString("file", source.File);
            json.WriteNumber("line", source.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
