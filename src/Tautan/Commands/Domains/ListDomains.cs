using System.CommandLine;
using Tautan.Commands.Client;

namespace Tautan.Commands.Domains;

/// <summary><c>tautan domains list</c>.</summary>
internal static class ListDomains
{
    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("list", "List domains");
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var domains = await Pages.AllAsync(api, ApiPaths.Domains, [], cancellation);
        if (session.Printer.IsJson)
            session.Printer.WriteItems(domains);
        else
            session.Printer.Write(DomainSheet.Of(domains));
        return ExitCodes.Ok;
    }
}
