using System.Globalization;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary>A link's destinations with their verdicts; from Health where it answered, else as the link has them.</summary>
internal static class Destinations
{
    private static readonly IReadOnlyList<Column> Columns =
    [
        Column.ForPrograms, Column.ForPrograms, new("Destination"), new("Verdict", Whole: true), new("Why"), Column.ForPrograms, Column.ForPrograms,
        new("Last probe"), Column.ForPrograms, Column.ForPrograms, Column.ForPrograms, new("Up 24 h", Whole: true), Column.ForPrograms,
    ];

    public static Sheet Of(JsonElement link, JsonElement health, TimeProvider time)
    {
        var source = health.ValueKind == JsonValueKind.Object ? health : link;
        return new Sheet(Columns, [.. source.List("destinations").Select(destination => Row(destination, time))]);
    }

    private static IReadOnlyList<Cell> Row(JsonElement destination, TimeProvider time)
    {
        var probe = destination.Member("lastProbe") ?? default;
        var timings = probe.Member("timingsMs") ?? default;
        var uptime = destination.Member("uptime") ?? default;
        return
        [
            "destination",
            destination.Text("id"),
            destination.Text("url"),
            new(destination.Text("verdict"), Tones.Of(destination.Text("verdict"))),
            new(destination.Text("reason"), Shown: Words(destination.Text("reason"), destination.Text("note"))),
            destination.Text("note"),
            destination.Moment("since"),
            new(Until(probe), Shown: Words(AgeOf(probe, time), probe.Text("status"), Milliseconds(timings))),
            probe.Text("status"),
            timings.Text("total"),
            destination.Text("effectiveIntervalSeconds"),
            Share(uptime, "24h"),
            Share(uptime, "30d"),
        ];
    }

    /// <summary>A run of equal probes ends with its last one.</summary>
    private static string? Until(JsonElement probe) => probe.Moment("until") ?? probe.Moment("at");

    private static string? AgeOf(JsonElement probe, TimeProvider time) => Age.Of(probe, "until", time) ?? Age.Of(probe, "at", time);

    private static string? Milliseconds(JsonElement timings) => timings.Text("total") is { } total ? $"{total} ms" : null;

    private static string Words(params ReadOnlySpan<string?> words)
    {
        var known = new List<string>();
        foreach (var word in words)
        {
            if (!string.IsNullOrEmpty(word))
                known.Add(word);
        }
        return string.Join(", ", known);
    }

    private static string? Share(JsonElement uptime, string window) =>
        uptime.Number(window) is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##}%") : null;
}
