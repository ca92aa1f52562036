using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Tags;

/// <summary><c>tautan tags rename OLD NEW</c>: where the new one is there already, it is a merger, and must be called so.</summary>
internal sealed class RenameTag
{
    private readonly Argument<string> _old = new("OLD") { Description = "The tag" };
    private readonly Argument<string> _new = new("NEW") { Description = "What it is called from then on" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("rename", "Call a tag something else") { _old, _new };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var (from, to) = (session.Parsed.GetRequiredValue(_old), session.Parsed.GetRequiredValue(_new));
        using var api = session.Connect();
        if (from != to && (await TagsCommand.AllAsync(api, cancellation)).Any(tag => tag.Text("tag") == to))
            throw new CommandFailure(ExitCodes.Conflict, $"there is a tag \"{to}\" already; tautan tags merge makes one of both, and cannot be taken back");
        var tag = await TagsCommand.OfAsync(api, from, path => api.PatchAsync(path, new JsonObject { ["tag"] = to }, cancellation));
        if (session.Printer.IsJson)
            session.Printer.WriteJson(tag.WriteTo);
        else
            TagsCommand.Write(session.Printer, tag);
        return ExitCodes.Ok;
    }
}
