using System.CommandLine;
using Tautan.Commands.Client;

namespace Tautan.Commands.Tags;

/// <summary><c>tautan tags delete TAG…</c>: the links stay.</summary>
internal sealed class DeleteTags
{
    private readonly Argument<string[]> _tags = new("TAG") { Description = "The tags", Arity = ArgumentArity.OneOrMore };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("delete", "Take tags off all links; the links stay") { _tags };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var deleted = new List<(string Tag, string? Links)>();
        foreach (var tag in session.Parsed.GetRequiredValue(_tags).Distinct(StringComparer.Ordinal))
        {
            var answer = await TagsCommand.OfAsync(api, tag, path => api.DeleteAsync(path, cancellation));
            deleted.Add((tag, answer.Text("links")));
            if (!session.Printer.IsJson)
                session.Printer.WriteLine(answer.Text("links") is { } links ? $"deleted {tag}, which {links} {(links is "1" ? "link" : "links")} had" : $"deleted {tag}");
        }
        if (session.Printer.IsJson)
            session.Printer.WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("deleted");
                foreach (var (tag, _) in deleted)
                    writer.WriteStringValue(tag);
                writer.WriteEndArray();
                writer.WriteEndObject();
            });
        return ExitCodes.Ok;
    }
}
