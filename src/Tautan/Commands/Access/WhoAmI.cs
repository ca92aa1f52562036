using System.CommandLine;
using Tautan.Commands.Client;

namespace Tautan.Commands.Access;

/// <summary><c>tautan whoami</c>.</summary>
internal static class WhoAmI
{
    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("whoami", "Show who you are to the server, and what you may do");
        options.AddTo(command);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var me = await api.GetAsync("api/v1/me", cancellation);
        if (session.Printer.IsJson)
            session.Printer.WriteJson(me.WriteTo);
        else
            session.Printer.Write(
            [
                ("subject", me.Text("subject")), ("kind", me.Text("kind")), ("workspace", me.Text("workspace")), ("role", me.Text("role")),
                ("scopes", string.Join(' ', me.List("scopes").Select(scope => scope.AsText()))),
            ]);
        return ExitCodes.Ok;
    }
}
