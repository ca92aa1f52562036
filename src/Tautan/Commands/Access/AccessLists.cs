using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Access;

/// <summary>Lists of keys, workspaces, members and sessions, and the one way to take something off each.</summary>
internal static class AccessLists
{
    /// <summary><c>… list</c>: the documented columns, in their order.</summary>
    public static Command List(Surroundings surroundings, ClientOptions options, string what, string path, params (string Name, string? Heading)[] columns)
    {
        var command = new Command("list", $"List {what}");
        command.Do(surroundings, options, async (session, cancellation) =>
        {
            using var api = session.Connect();
            var items = await Pages.AllAsync(api, path, [], cancellation);
            if (session.Printer.IsJson)
                session.Printer.WriteItems(items);
            else
                session.Printer.Write(new Sheet(
                    [.. columns.Select(column => column.Heading is null ? Column.ForPrograms : new Column(column.Heading, Whole: true))],
                    [.. items.Select(item => (IReadOnlyList<Cell>)[.. columns.Select(column => (Cell)Text(item, column.Name))])]));
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary><c>… VERB ID</c>.</summary>
    public static Command Remove(Surroundings surroundings, ClientOptions options, string verb, string description, string path, string done)
    {
        var id = new Argument<string>("ID") { Description = "As list shows it" };
        var command = new Command(verb, description) { id };
        command.Do(surroundings, options, async (session, cancellation) =>
        {
            var name = session.Parsed.GetRequiredValue(id);
            using var api = session.Connect();
            await api.DeleteAsync(ApiPaths.Under(path, name), cancellation);
            if (session.Printer.IsJson)
                session.Printer.WriteJson(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString(done, name);
                    writer.WriteEndObject();
                });
            else
                session.Printer.WriteLine($"{done} {name}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string? Text(JsonElement item, string name) => item.Member(name) is { ValueKind: JsonValueKind.Array } list
        ? string.Join(' ', list.EnumerateArray().Select(one => one.AsText()))
        : name.EndsWith("At", StringComparison.Ordinal) ? item.Moment(name) : item.Text(name);
}
