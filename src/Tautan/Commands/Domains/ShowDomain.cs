using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Domains;

/// <summary><c>tautan domains show NAME</c>.</summary>
internal sealed class ShowDomain
{
    private readonly Argument<string> _name = DomainsCommand.Name();

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("show", "Show a domain, its settings, and what proves it yours") { _name };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    /// <summary>Prints a domain, and on standard error what is to be done about it.</summary>
    public static void Write(Session session, JsonElement domain)
    {
        if (session.Printer.IsJson)
            session.Printer.WriteJson(domain.WriteTo);
        else
            session.Printer.Write(DomainSheet.Facts(domain));
        if (!domain.Flag("verified") && DomainSheet.Task(domain) is { } task)
            session.Remark($"{DomainSheet.Name(domain)} is not verified: {task}");
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        Write(session, await api.GetAsync(ApiPaths.Under(ApiPaths.Domains, session.Parsed.GetRequiredValue(_name)), cancellation));
        return ExitCodes.Ok;
    }
}
