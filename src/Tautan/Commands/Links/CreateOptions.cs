using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary>What a new link can be given.</summary>
internal sealed class CreateOptions
{
    private readonly Argument<string[]> _urls = new("URL")
    {
        Description = "Where it goes: the first one, and the next ones when those before are down",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly FieldOptions _fields = new();
    private readonly Option<bool> _disabled = new("--disabled") { Description = "Create it switched off" };
    private readonly Option<bool> _archived = new("--archived") { Description = "Keep it out of lists; it redirects all the same" };
    private readonly Option<bool> _findIfExists = new("--find-if-exists") { Description = "Where the same link is there already, show that one" };

    public void AddTo(Command command)
    {
        command.Add(_urls);
        _fields.AddTo(command);
        command.Add(_disabled);
        command.Add(_archived);
        command.Add(_findIfExists);
    }

    /// <summary>The body of <c>POST /api/v1/links</c>.</summary>
    /// <exception cref="CommandFailure">A value is none.</exception>
    public JsonObject Body(ParseResult parsed, TimeZoneInfo zone)
    {
        var body = new JsonObject { ["destinations"] = DestinationList.Of(parsed.GetRequiredValue(_urls)) };
        _fields.Put(parsed, zone, body);
        body.PutGiven("enabled", parsed.GetValue(_disabled) ? false : null);
        body.PutGiven("archived", parsed.GetValue(_archived) ? true : null);
        body.PutGiven("findIfExists", parsed.GetValue(_findIfExists) ? true : null);
        return body;
    }
}
