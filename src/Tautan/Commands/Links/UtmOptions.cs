using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary>The parameters by which campaigns are told apart; the server puts them into the URL that a visitor is sent to.</summary>
internal sealed class UtmOptions
{
    private readonly IReadOnlyList<(string Name, Option<string?> Option)> _options =
    [
        Of("source", "Where visitors come from, such as newsletter"),
        Of("medium", "By what means, such as email"),
        Of("campaign", "For what, such as spring-sale"),
        Of("term", "By which search words"),
        Of("content", "By which of several pictures or texts"),
    ];

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options)
            command.Add(option);
    }

    /// <summary>The member <c>utm</c> of a link; null when nothing of it was given.</summary>
    public JsonObject? Body(ParseResult parsed)
    {
        var body = new JsonObject();
        foreach (var (name, option) in _options)
            body.PutGiven(name, parsed.GetValue(option));
        return body.Count > 0 ? body : null;
    }

    private static (string, Option<string?>) Of(string name, string description) =>
        (name, new Option<string?>($"--utm-{name}") { Description = $"utm_{name} of the destination: {char.ToLowerInvariant(description[0])}{description[1..]}", HelpName = "TEXT" });
}
