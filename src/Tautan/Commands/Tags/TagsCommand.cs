using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Tags;

/// <summary><c>tautan tags …</c>.</summary>
internal static class TagsCommand
{
    private static readonly IReadOnlyList<Column> Columns = [new("Tag"), new("Links", Whole: true)];

    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var list = new Command("list", "List tags and how many links have them");
        list.Do(surroundings, options, ListAsync);

        var command = new Command("tags", "List, rename, merge and delete tags") { list };
        options.AddTo(command);
        command.Add(new RenameTag().Build(surroundings, options));
        command.Add(new MergeTags().Build(surroundings, options));
        command.Add(new DeleteTags().Build(surroundings, options));
        return command;
    }

    public static Task<List<JsonElement>> AllAsync(ApiClient api, CancellationToken cancellation) => Pages.AllAsync(api, ApiPaths.Tags, [], cancellation);

    public static void Write(Printer printer, params IReadOnlyList<JsonElement> tags) =>
        printer.Write(new Sheet(Columns, [.. tags.Select(tag => (IReadOnlyList<Cell>)[tag.Text("tag"), tag.Text("links")])]));

    /// <summary>Does something with one of several tags; that there is none is said with its name.</summary>
    public static async Task<JsonElement> OfAsync(ApiClient api, string tag, Func<string, Task<JsonElement>> work)
    {
        try
        {
            return await work(ApiPaths.Under(ApiPaths.Tags, tag));
        }
        catch (CommandFailure failure) when (failure.ExitCode == ExitCodes.NotFound)
        {
            throw new CommandFailure(failure.ExitCode, $"no link on {api.Server.Text} has the tag \"{tag}\"");
        }
    }

    private static async Task<int> ListAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var tags = await AllAsync(api, cancellation);
        if (session.Printer.IsJson)
            session.Printer.WriteItems(tags);
        else
            Write(session.Printer, tags);
        return ExitCodes.Ok;
    }
}
