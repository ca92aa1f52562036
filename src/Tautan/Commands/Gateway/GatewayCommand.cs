using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Gateway;

/// <summary><c>tautan gateway …</c>.</summary>
internal sealed class GatewayCommand
{
    public const string Path = "api/v1/gateway";

    private readonly Option<string?> _feed = new("--feed")
    {
        Description = "Only this feed's, such as links; all when not given",
        HelpName = "NAME",
    };

    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var gateway = new GatewayCommand();
        var status = new Command("status", "Show what the gateway holds and how fresh it is");
        status.Do(surroundings, options, StatusAsync);
        var accept = new Command("accept", "Say that a held-back mass removal is meant") { gateway._feed };
        accept.Do(surroundings, options, gateway.AcceptAsync);

        var command = new Command("gateway", "The gateway's copies of links and verdicts") { status, accept };
        options.AddTo(command);
        return command;
    }

    private static async Task<int> StatusAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        Write(session, await api.GetAsync(Path, cancellation));
        return ExitCodes.Ok;
    }

    private async Task<int> AcceptAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        Write(session, await api.PostAsync($"{Path}/accept", new JsonObject { ["feed"] = session.Parsed.GetValue(_feed) }, cancellation));
        return ExitCodes.Ok;
    }

    private static void Write(Session session, JsonElement answer)
    {
        if (session.Printer.IsJson)
            session.Printer.WriteJson(answer.WriteTo);
        else
            session.Printer.Write(GatewayFacts.Of(answer));
    }
}
