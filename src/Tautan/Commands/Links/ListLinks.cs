using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links list</c>.</summary>
internal sealed class ListLinks
{
    private const int DefaultLimit = 50;

    private static readonly IReadOnlyList<Column> Columns =
    [
        Column.ForPrograms, new("Short URL", Whole: true), new("Verdict"), Column.ForPrograms, new("Serves"), new("Title"), new("Tags"), Column.ForPrograms,
    ];

    private readonly Option<string?> _search = new("--search") { Description = "Only links with this in slug, title or URLs", HelpName = "TEXT" };
    private readonly Option<string?> _tag = new("--tag") { Description = "Only links with this tag", HelpName = "TAG" };
    private readonly Option<string?> _verdict = new("--verdict") { Description = "Only up, down, unknown or paused ones", HelpName = "VERDICT" };
    private readonly Option<bool?> _failedOver = new("--failed-over") { Description = "Only links that serve another than their first URL (false: only the others)", HelpName = "true|false" };
    private readonly Option<string?> _domain = new("--domain") { Description = "Only links of this domain", HelpName = "NAME" };
    private readonly Option<string?> _sort = new("--sort") { Description = "createdAt, updatedAt, slug or title; a \"-\" before it turns it round [-createdAt]", HelpName = "FIELD" };
    private readonly Option<int> _limit = new("--limit") { Description = "How many at most", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
    private readonly Option<bool> _all = new("--all") { Description = "All of them" };
    private readonly Option<string?> _cursor = new("--cursor") { Description = "Go on where an earlier list ended", HelpName = "CURSOR" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("list", "List links");
        foreach (var option in (Option[])[_search, _tag, _verdict, _failedOver, _domain, _sort, _limit, _all, _cursor])
            command.Add(option);
        _limit.Between(1, int.MaxValue, "links");
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var limit = session.Parsed.GetValue(_all) ? null : (int?)session.Parsed.GetValue(_limit);
        var pages = LinkPages.ReadAsync(api, Query(session.Parsed), limit, session.Parsed.GetValue(_cursor), cancellation);
        if (session.Printer.IsJson)
            await WriteJsonAsync(session.Printer, pages);
        else
            await WriteAsync(session, pages);
        return ExitCodes.Ok;
    }

    private List<(string Name, string? Value)> Query(ParseResult parsed) =>
    [
        ("search", parsed.GetValue(_search)),
        ("tag", parsed.GetValue(_tag)),
        ("verdict", parsed.GetValue(_verdict)),
        ("failedOver", parsed.GetValue(_failedOver) switch { true => "true", false => "false", null => null }),
        ("domain", parsed.GetValue(_domain)),
        ("sort", parsed.GetValue(_sort)),
    ];

    private static async Task WriteAsync(Session session, IAsyncEnumerable<LinkPage> pages)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        string? next = null;
        await foreach (var page in pages)
        {
            rows.AddRange(page.Links.Select(Row));
            next = page.Next;
            if (session.Printer.IsTable)
                continue;
            session.Printer.Write(new Sheet(Columns, rows));
            rows.Clear();
        }
        if (session.Printer.IsTable && rows.Count > 0)
            session.Printer.Write(new Sheet(Columns, rows));
        else if (session.Printer.IsTable)
            session.Remark("no links");
        if (next is not null)
            session.Remark($"there are more: --all lists all, --cursor \"{next}\" goes on here");
    }

    private static async Task WriteJsonAsync(Printer printer, IAsyncEnumerable<LinkPage> pages)
    {
        using var output = printer.StartJson();
        string? next = null;
        output.Writer.WriteStartObject();
        output.Writer.WriteStartArray("items");
        await foreach (var page in pages)
        {
            foreach (var link in page.Links)
                link.WriteTo(output.Writer);
            next = page.Next;
            output.Drain();
        }
        output.Writer.WriteEndArray();
        output.Writer.WriteString("nextCursor", next);
        output.Writer.WriteEndObject();
        output.Finish();
    }

    private static IReadOnlyList<Cell> Row(JsonElement link) =>
    [
        LinkReading.Id(link),
        LinkReading.ShortUrl(link),
        LinkReading.Verdict(link),
        link.Flag("failedOver") ? "true" : "false",
        LinkReading.Serving(link),
        link.Text("title"),
        string.Join(',', link.List("tags").Select(t => t.AsText())),
        link.Moment("createdAt"),
    ];
}
