using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Status;

/// <summary>The services of an installation and how each is.</summary>
internal static class ReadySheet
{
    private static readonly IReadOnlyList<Column> Columns = [Column.ForPrograms, new("Service", Whole: true), new("Status", Whole: true), new("Reasons")];

    public static IEnumerable<(string Name, Cell Value)> Summary(JsonElement ready) =>
        [("status", new(ready.Text("status"), Tones.Of(ready.Text("status"))))];

    public static Sheet Of(JsonElement ready) => new(
        Columns,
        ready.Member("services") is { ValueKind: JsonValueKind.Object } services
            ? [.. services.EnumerateObject().Select(s => Row(s.Name, s.Value))]
            : []);

    private static IReadOnlyList<Cell> Row(string name, JsonElement service) =>
    [
        "service",
        name,
        new(service.Text("status"), Tones.Of(service.Text("status"))),
        string.Join("; ", service.List("reasons").Select(r => r.AsText())),
    ];
}
