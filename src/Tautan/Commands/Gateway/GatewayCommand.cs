using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Gateway;

/// <summary><c>tautan gateway …</c>.</summary>
internal sealed class GatewayCommand
{
    public const string Path = "api/v1/gateway";

    private static readonly IReadOnlyList<Column> Accepted =
        [Column.ForPrograms, new("Accepted", Whole: true), Column.ForPrograms, new("At revision")];

    private readonly Option<string?> _feed = new("--feed")
    {
        Description = "Only this feed's; both when not given",
        HelpName = "links|verdicts",
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
        var status = await api.GetAsync(Path, cancellation);
        if (session.Printer.IsJson)
            session.Printer.WriteJson(status.WriteTo);
        else
            GatewaySheet.Write(session.Printer, status);
        return ExitCodes.Ok;
    }

    private async Task<int> AcceptAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var accepted = await api.PostAsync($"{Path}/accept", new JsonObject { ["feed"] = session.Parsed.GetValue(_feed) }, cancellation);
        if (session.Printer.IsJson)
            session.Printer.WriteJson(accepted.WriteTo);
        else
            session.Printer.Write(new Sheet(Accepted, [.. accepted.List("items").Select(AcceptedRow)]));
        return ExitCodes.Ok;
    }

    private static IReadOnlyList<Cell> AcceptedRow(JsonElement item) => ["accepted", item.Text("feed"), item.Text("epoch"), item.Text("revision")];
}
