using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary>A link's last probes; equal ones in a row are one line with their number.</summary>
internal static class Checks
{
    private static readonly string[] Steps = ["dns", "connect", "tls", "firstByte", "total"];

    private static readonly IReadOnlyList<Column> Columns =
    [
        Column.ForPrograms, new("Probe", Whole: true), Column.ForPrograms, new("Times"), new("Destination"), new("Result"),
        Column.ForPrograms, Column.ForPrograms, Column.ForPrograms,
        Column.ForPrograms, Column.ForPrograms, Column.ForPrograms, Column.ForPrograms, new("DNS, connect, TLS, first byte, total ms"),
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
            Result(check),
            check.Text("status"),
            check.Text("reason"),
            check.Text("note"),
            .. Steps[..^1].Select(step => (Cell)timings.Text(step)),
            new(timings.Text("total"), Shown: string.Join(", ", Steps.Select(step => timings.Text(step) ?? "-"))),
        ];
    }

    private static Cell Result(JsonElement check)
    {
        var details = string.Join(", ", new[] { check.Text("status"), check.Text("reason"), check.Text("note") }.Where(d => d is not null));
        var (word, tone) = check.Flag("ok") ? ("ok", Tone.Good) : ("failed", Tone.Bad);
        return new(word, tone, details.Length > 0 ? $"{word}: {details}" : word);
    }
}
