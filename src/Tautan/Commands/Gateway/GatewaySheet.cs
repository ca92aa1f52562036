using System.Globalization;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Gateway;

/// <summary>What the gateway holds, and how its copy of each feed is.</summary>
internal static class GatewaySheet
{
    private static readonly IReadOnlyList<Column> Columns =
    [
        Column.ForPrograms, new("Feed", Whole: true), new("Source", Whole: true), new("Last heard", Whole: true), Column.ForPrograms,
        new("Revision"), new("Entries"), new("Held back"), Column.ForPrograms, Column.ForPrograms, new("Snapshots"), new("Differed"),
    ];

    public static void Write(Printer printer, JsonElement gateway)
    {
        printer.Write(
        [
            ("links", gateway.Text("links")),
            ("down", gateway.Text("down")),
            ("tableBytes", gateway.Text("tableBytes")),
        ]);
        printer.Gap();
        printer.Write(new Sheet(Columns, [.. gateway.List("feeds").Select(Row)]));
    }

    private static IReadOnlyList<Cell> Row(JsonElement feed)
    {
        var held = feed.Member("held") ?? default;
        return
        [
            "feed",
            feed.Text("name"),
            feed.Flag("connected") ? new("true", Tone.Good, "connected") : new("false", Tone.Bad, "away"),
            new(feed.Text("stalenessSeconds"), Shown: Heard(feed)),
            feed.Text("epoch"),
            feed.Text("revision"),
            feed.Text("entries"),
            new(held.Text("revision"), Tone.Doubtful, Shown: Held(held)),
            held.Text("removes"),
            held.Text("of"),
            feed.Text("snapshots"),
            feed.Text("digestMismatches"),
        ];
    }

    private static string Heard(JsonElement feed) => feed.Number("stalenessSeconds") is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s ago")
        : "not yet";

    private static string? Held(JsonElement held) => held.ValueKind == JsonValueKind.Object
        ? $"would remove {held.Text("removes")} of {held.Text("of")}; see gateway accept"
        : null;
}
