using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Tags;

/// <summary><c>tautan tags merge TAG… --into TAG</c>.</summary>
internal sealed class MergeTags
{
    private readonly Argument<string[]> _tags = new("TAG") { Description = "The tags that go", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _into = new("--into") { Description = "The tag that their links have from then on", HelpName = "TAG", Required = true };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("merge", "Make one tag of several") { _tags, _into };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var into = session.Parsed.GetRequiredValue(_into);
        var tags = session.Parsed.GetRequiredValue(_tags).Distinct(StringComparer.Ordinal).Where(tag => tag != into).ToList();
        if (tags.Count == 0)
            throw new CommandFailure(ExitCodes.Usage, $"\"{into}\" is to be merged into itself");
        using var api = session.Connect();
        JsonElement merged = default;
        foreach (var tag in tags)
            merged = await TagsCommand.OfAsync(api, tag, path => api.PatchAsync(path, new JsonObject { ["tag"] = into }, cancellation));
        if (session.Printer.IsJson)
            session.Printer.WriteJson(merged.WriteTo);
        else
            TagsCommand.Write(session.Printer, merged);
        return ExitCodes.Ok;
    }
}
