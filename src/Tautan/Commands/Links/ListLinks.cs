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

    private readonly ListFilters _filters = new();
    private readonly Option<string?> _sort = new("--sort") { Description = "createdAt, updatedAt, slug or title; a \"-\" before it turns it round [-createdAt]", HelpName = "FIELD" };
    private readonly Option<int> _limit = new("--limit") { Description = "How many at most", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
    private readonly Option<bool> _all = new("--all") { Description = "All of them" };
    private readonly Option<string?> _cursor = new("--cursor") { Description = "Go on where an earlier list ended", HelpName = "CURSOR" };
    private readonly Option<bool> _count = new("--count") { Description = "Only how many there are: exact up to 10000, then \"10000+\"" };

    public ListLinks() => _sort.CompletionSources.Add("createdAt", "-createdAt", "updatedAt", "-updatedAt", "slug", "-slug", "title", "-title");

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("list", "List links");
        _filters.AddTo(command);
        foreach (var option in (Option[])[_sort, _limit, _all, _cursor, _count])
            command.Add(option);
        _limit.Between(1, int.MaxValue, "links");
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var filters = _filters.Query(session.Parsed, session.Surroundings.Time.LocalTimeZone);
        using var api = session.Connect();
        if (session.Parsed.GetValue(_count))
            return await CountAsync(session, api, filters, cancellation);
        var limit = session.Parsed.GetValue(_all) ? null : (int?)session.Parsed.GetValue(_limit);
        var pages = Pages.ReadAsync(
            api, ApiPaths.Links, [.. filters, ("sort", session.Parsed.GetValue(_sort))], limit, session.Parsed.GetValue(_cursor), cancellation);
        if (session.Printer.IsJson)
            await WriteJsonAsync(session.Printer, pages);
        else
            await WriteAsync(session, pages);
        return ExitCodes.Ok;
    }

    private static async Task<int> CountAsync(Session session, ApiClient api, IReadOnlyList<(string Name, string? Value)> filters, CancellationToken cancellation)
    {
        var page = await api.GetAsync(ApiPaths.WithQuery(ApiPaths.Links, [.. filters, ("limit", "1"), ("count", "true")]), cancellation);
        var count = page.Text("count") ?? throw new CommandFailure(ExitCodes.Failed, $"{api.Server.Text} did not say how many there are; is it an older version?");
        if (session.Printer.IsJson)
            session.Printer.WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("count");
                page.Member("count")!.Value.WriteTo(writer);
                writer.WriteEndObject();
            });
        else
            session.Printer.WriteLine(count);
        return ExitCodes.Ok;
    }

    private static async Task WriteAsync(Session session, IAsyncEnumerable<Page> pages)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        string? next = null;
        await foreach (var page in pages)
        {
            rows.AddRange(page.Items.Select(Row));
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

    private static async Task WriteJsonAsync(Printer printer, IAsyncEnumerable<Page> pages)
    {
        using var output = printer.StartJson();
        string? next = null;
        output.Writer.WriteStartObject();
        output.Writer.WriteStartArray("items");
        await foreach (var page in pages)
        {
            foreach (var link in page.Items)
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
