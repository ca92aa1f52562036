using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Domains;

/// <summary><c>tautan domains add NAME</c>.</summary>
internal sealed class AddDomain
{
    private readonly Argument<string> _name = DomainsCommand.Name();
    private readonly DomainOptions _settings = new();
    private readonly Option<bool?> _caseSensitive = new("--case-sensitive") { Description = "Whether /Sale and /sale are two slugs; it cannot be changed later", HelpName = "true|false" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("add", "Register a domain, and say what proves it yours") { _name };
        _settings.AddTo(command);
        command.Add(_caseSensitive);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var body = new JsonObject { ["name"] = session.Parsed.GetRequiredValue(_name) };
        _settings.Put(session.Parsed, body);
        body.PutGiven("caseSensitive", session.Parsed.GetValue(_caseSensitive));
        using var api = session.Connect();
        ShowDomain.Write(session, await api.PostAsync(ApiPaths.Domains, body, cancellation));
        return ExitCodes.Ok;
    }
}
