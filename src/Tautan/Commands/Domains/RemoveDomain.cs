using System.CommandLine;
using Tautan.Commands.Client;

namespace Tautan.Commands.Domains;

/// <summary><c>tautan domains remove NAME</c>: where it has links, it must be said what becomes of them.</summary>
internal sealed class RemoveDomain
{
    private readonly Argument<string> _name = DomainsCommand.Name();
    private readonly Option<string?> _move = new("--move-links") { Description = "Its links stand on that domain from then on", HelpName = "DOMAIN" };
    private readonly Option<bool> _delete = new("--delete-links") { Description = "Its links are deleted" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("remove", "Remove a domain") { _name, _move, _delete };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var (name, move, delete) = (session.Parsed.GetRequiredValue(_name), session.Parsed.GetValue(_move), session.Parsed.GetValue(_delete));
        if (move is not null && delete)
            throw new CommandFailure(ExitCodes.Usage, "--move-links and --delete-links exclude each other");
        using var api = session.Connect();
        try
        {
            var links = move is not null ? $"move:{move}" : delete ? "delete" : null;
            await api.DeleteAsync(ApiPaths.WithQuery(ApiPaths.Under(ApiPaths.Domains, name), [("links", links)]), cancellation);
        }
        catch (CommandFailure failure) when (failure.Code == "domain_has_links")
        {
            throw new CommandFailure(failure.ExitCode, $"{name} has links: --move-links DOMAIN or --delete-links says what becomes of them");
        }
        if (session.Printer.IsJson)
            session.Printer.WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("removed", name);
                writer.WriteEndObject();
            });
        else
            session.Printer.WriteLine($"removed {name}");
        return ExitCodes.Ok;
    }
}
