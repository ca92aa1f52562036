using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary>A link's last probes; equal ones in a row are one line with their number.</summary>
internal static class Checks
{
    private static readonly IReadOnlyList<Column> Columns =
    [
        new(null), new("At", Whole: true), new("Until"), new("Probes"), new("Destination"), new("Result", Whole: true), new("Status"), new("Why"),
        new("Note"), new("DNS"), new("Connect"), new("TLS"), new("First byte"), new("Total ms"),
    ];

    public static Sheet Of(JsonElement link, JsonElement checks)
    {
        var urls = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var destination in link.List("destinations"))
        {
            if (destination.Text("id") is { } id)
                urls[id] = destination.Text("url");
        }
        return new Sheet(Columns, [.. checks.List("items").Select(check => Row(check, urls))]);
    }

    private static IReadOnlyList<Cell> Row(JsonElement check, Dictionary<string, string?> urls)
    {
        var timings = check.Member("timingsMs") ?? default;
        var destination = check.Text("destination");
        return
        [
            "check",
            check.Moment("at"),
            check.Moment("until"),
            check.Text("count"),
            destination is not null && urls.TryGetValue(destination, out var url) ? url : destination,
            check.Flag("ok") ? new("ok", Tone.Good) : new("failed", Tone.Bad),
            check.Text("status"),
            check.Text("reason"),
            check.Text("note"),
            timings.Text("dns"),
            timings.Text("connect"),
            timings.Text("tls"),
            timings.Text("firstByte"),
            timings.Text("total"),
        ];
    }
}
