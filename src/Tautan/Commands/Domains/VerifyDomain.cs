using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Domains;

/// <summary><c>tautan domains verify NAME</c>: asks the server to look for the proof now.</summary>
internal sealed class VerifyDomain
{
    private readonly Argument<string> _name = DomainsCommand.Name();

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("verify", "Look whether the proof that it is yours is published; the exit code says so") { _name };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var domain = await api.PostAsync($"{ApiPaths.Under(ApiPaths.Domains, session.Parsed.GetRequiredValue(_name))}/verify", new JsonObject(), cancellation);
        ShowDomain.Write(session, domain);
        return domain.Flag("verified") ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
