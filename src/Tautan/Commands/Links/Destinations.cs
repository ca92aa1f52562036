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
        new(null), new(null), new("Destination"), new("Verdict", Whole: true), new("Why"), new("Note"), new("Since"),
        new("Last probe"), new("Status"), new("ms"), new("Every"), new("Up 24 h"), new("Up 30 d"),
    ];

    public static Sheet Of(JsonElement link, JsonElement health)
    {
        var source = health.ValueKind == JsonValueKind.Object ? health : link;
        return new Sheet(Columns, [.. source.List("destinations").Select(Row)]);
    }

    private static IReadOnlyList<Cell> Row(JsonElement destination)
    {
        var probe = destination.Member("lastProbe") ?? default;
        var uptime = destination.Member("uptime") ?? default;
        return
        [
            "destination",
            destination.Text("id"),
            destination.Text("url"),
            new(destination.Text("verdict"), Tones.Of(destination.Text("verdict"))),
            destination.Text("reason"),
            destination.Text("note"),
            destination.Moment("since"),
            probe.Moment("until") ?? probe.Moment("at"),
            probe.Text("status"),
            (probe.Member("timingsMs") ?? default).Text("total"),
            destination.Text("effectiveIntervalSeconds") is { } seconds ? $"{seconds}s" : null,
            Share(uptime, "24h"),
            Share(uptime, "30d"),
        ];
    }

    private static string? Share(JsonElement uptime, string window)
    {
        var value = uptime.Number(window) ?? (uptime.Member(window) ?? default).Number("ratio");
        return value?.ToString("P2", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);
    }
}
