using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Domains;

/// <summary><c>tautan domains set NAME</c>: changes what is named and nothing else.</summary>
internal sealed class SetDomain
{
    private static readonly string[] Clearable =
        ["redirectStatus", "forwardQuery", "pathSuffix", "slugLength", "disallowRobots", "baseRedirectUrl", "unknownRedirectUrl", "expiredRedirectUrl"];

    private readonly Argument<string> _name = DomainsCommand.Name();
    private readonly DomainOptions _settings = new();
    private readonly Option<string[]> _clear = new("--clear") { Description = "Back to its default; may be repeated", HelpName = "SETTING" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("set", "Change settings of a domain: those that are named") { _name };
        _settings.AddTo(command);
        command.Add(_clear);
        _clear.OneOf(Clearable);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var patch = new JsonObject();
        _settings.Put(session.Parsed, patch);
        foreach (var setting in session.Parsed.GetValue(_clear) ?? [])
        {
            if (patch.TryGetPropertyValue(setting, out var set) && set is not null)
                throw new CommandFailure(ExitCodes.Usage, $"--clear {setting} does not go with an option that sets it");
            patch[setting] = null;
        }
        if (patch.Count == 0)
            throw new CommandFailure(ExitCodes.Usage, "nothing to change was named; see tautan domains set --help");
        using var api = session.Connect();
        ShowDomain.Write(session, await api.PatchAsync(ApiPaths.Under(ApiPaths.Domains, session.Parsed.GetRequiredValue(_name)), patch, cancellation));
        return ExitCodes.Ok;
    }
}
