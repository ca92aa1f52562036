using System.CommandLine;
using System.Net;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Gateway;

namespace Tautan.Commands.Status;

/// <summary><c>tautan status</c>: what runs and how it is, from the operations port, and what the gateway says of its feeds.</summary>
internal sealed class StatusCommand
{
    private readonly Option<string?> _operations = new("--operations")
    {
        Description = $"The URL of the operations port [{ClientOptions.OperationsVariable}, {ClientOptions.DefaultOperations}]",
        HelpName = "URL",
    };

    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var status = new StatusCommand();
        var command = new Command("status", "Show what runs and how it is; the exit code says ready, degraded or failing") { status._operations };
        options.AddTo(command);
        command.Do(surroundings, options, status.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var operations = session.ConnectToOperations(session.Parsed.GetValue(_operations));
        var ready = await operations.GetAsync("health/ready", cancellation, alsoExpected: HttpStatusCode.ServiceUnavailable);
        var code = CodeOf(ready, operations.Server);
        var gateway = await GatewayAsync(session, cancellation);

        if (session.Printer.IsJson)
            session.Printer.WriteJson(writer => Write(writer, ready, gateway));
        else
            Write(session, ready, gateway);
        return code;
    }

    private static int CodeOf(JsonElement ready, ServerAddress server) => ready.Text("status") switch
    {
        "ready" => ExitCodes.Ok,
        "degraded" => ExitCodes.Degraded,
        "failing" => ExitCodes.Failing,
        _ => throw new CommandFailure(ExitCodes.Failed, $"{server.Text} answered with no status; is it the operations port? ({server.Source})"),
    };

    /// <summary>How it is can be told without the gateway; only a key or the gateway's answer may be missing.</summary>
    private static async Task<JsonElement> GatewayAsync(Session session, CancellationToken cancellation)
    {
        try
        {
            using var api = session.Connect();
            return await api.GetAsync(GatewayCommand.Path, cancellation);
        }
        catch (CommandFailure failure) when (failure.ExitCode != ExitCodes.Usage)
        {
            session.Remark($"the gateway's feeds are not shown: {failure.Message}");
            return default;
        }
    }

    private static void Write(Session session, JsonElement ready, JsonElement gateway)
    {
        session.Printer.Write(ReadySheet.Summary(ready));
        session.Printer.Gap();
        session.Printer.Write(ReadySheet.Of(ready));
        if (gateway.ValueKind == JsonValueKind.Undefined)
            return;
        session.Printer.Gap();
        GatewaySheet.Write(session.Printer, gateway);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement ready, JsonElement gateway)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("ready");
        ready.WriteTo(writer);
        writer.WritePropertyName("gateway");
        if (gateway.ValueKind == JsonValueKind.Undefined)
            writer.WriteNullValue();
        else
            gateway.WriteTo(writer);
        writer.WriteEndObject();
    }
}
