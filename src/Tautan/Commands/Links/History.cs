using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links history LINK</c>: who changed what, and when.</summary>
internal sealed class History
{
    private const int DefaultLimit = 50;

    private static readonly IReadOnlyList<Column> Columns =
        [new("When", Whole: true), new("Who"), new("What", Whole: true), new("Field"), new("From"), new("To")];

    private readonly Argument<string> _link = LinkArgument.One();
    private readonly Option<int> _limit = new("--limit") { Description = "How many changes at most", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
    private readonly Option<bool> _all = new("--all") { Description = "All of them" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("history", "Show who changed what, and when") { _link, _limit, _all };
        _limit.Between(1, int.MaxValue, "changes");
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var id = await IdAsync(api, session.Parsed.GetRequiredValue(_link), cancellation);
        var limit = session.Parsed.GetValue(_all) ? null : (int?)session.Parsed.GetValue(_limit);
        var entries = new List<JsonElement>();
        string? next = null;
        await foreach (var page in Pages.ReadAsync(api, $"{ApiPaths.Link(id)}/history", [], limit, null, cancellation))
        {
            entries.AddRange(page.Items);
            next = page.Next;
        }
        if (session.Printer.IsJson)
            session.Printer.WriteJson(writer => Write(writer, entries, next));
        else
            session.Printer.Write(new Sheet(Columns, [.. entries.SelectMany(Rows)]));
        if (next is not null && !session.Printer.IsJson)
            session.Remark("there are more: --all shows all");
        return ExitCodes.Ok;
    }

    /// <summary>The history of a link outlives it; then only its id still names it.</summary>
    private static async Task<string> IdAsync(ApiClient api, string reference, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(reference, "D", out var id))
            return $"{id:D}";
        return LinkReading.Id(await LinkReference.ResolveAsync(api, reference, cancellation));
    }

    private static IEnumerable<IReadOnlyList<Cell>> Rows(JsonElement entry)
    {
        var changes = entry.List("changes").ToList();
        if (changes.Count == 0)
            yield return [entry.Moment("at"), entry.Text("by"), entry.Text("action"), (string?)null, (string?)null, (string?)null];
        foreach (var change in changes)
            yield return [entry.Moment("at"), entry.Text("by"), entry.Text("action"), change.Text("field"), Value(change, "from"), Value(change, "to")];
    }

    private static string? Value(JsonElement change, string name) => change.Member(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array } value => value.GetRawText(),
        { } value => value.AsText(),
    };

    private static void Write(Utf8JsonWriter writer, List<JsonElement> entries, string? next)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var entry in entries)
            entry.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteString("nextCursor", next);
        writer.WriteEndObject();
    }
}
