using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Doctor;

/// <summary><c>tautan doctor</c>: what is set up, what is missing, and the command that mends it.</summary>
internal sealed class DoctorCommand
{
    private static readonly IReadOnlyList<Column> Columns = [new("What", Whole: true), new("Is", Whole: true), new("Found"), Column.ForPrograms];

    private readonly ClientOptions _options;
    private readonly Option<string?> _operations = new("--operations")
    {
        Description = $"The URL of the operations port [{ClientOptions.OperationsVariable}, {ClientOptions.DefaultOperations}]",
        HelpName = "URL",
    };

    private DoctorCommand(ClientOptions options) => _options = options;

    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var doctor = new DoctorCommand(options);
        var command = new Command("doctor", "Look what is set up and what is missing, and say what mends it; the exit code is 1 when something is wrong") { doctor._operations };
        options.AddTo(command);
        command.Do(surroundings, options, doctor.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var (machine, time) = (session.Surroundings.Machine, session.Surroundings.Time);
        var server = session.Server();
        var data = DataOf(session, server);
        List<Finding> findings = [.. DataChecks.Look(data, machine, time), .. MachineChecks.Look(data, machine)];
        using var api = Connect(session, findings);
        using var operations = session.ConnectToOperations(session.Parsed.GetValue(_operations) ?? OperationsOf(session, server));
        var patient = new Patient { Session = session, Data = data, BaseUrl = BaseUrlOf(machine, server, data), Listens = HasSettings(machine, server, data) ? machine.Listens(data!) : null, Api = api, Operations = operations };
        findings.AddRange(await ServerChecks.LookAsync(patient, cancellation));
        findings.AddRange(await AddressChecks.LookAsync(patient, cancellation));
        Write(session, findings);
        return findings.Any(finding => finding.State == FindingState.Wrong) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private string? DataOf(Session session, ServerAddress server) => session.Parsed.GetValue(_options.Data) is { } named
        ? Path.GetFullPath(named, session.Surroundings.WorkingDirectory)
        : server.IsThisMachine ? Path.GetFullPath(ClientOptions.DefaultData, session.Surroundings.WorkingDirectory) : null;

    /// <summary>Of a server on another machine the operations port is there as well, and mostly closed to others.</summary>
    private static string? OperationsOf(Session session, ServerAddress server) =>
        server.IsThisMachine || session.Surroundings.Variable(ClientOptions.OperationsVariable) is { Length: > 0 } ? null : $"http://{server.Url.IdnHost}:8081";

    private static Uri BaseUrlOf(IMachine machine, ServerAddress server, string? data) =>
        HasSettings(machine, server, data) ? machine.BaseUrl(data!) : server.Url;

    private static bool HasSettings(IMachine machine, ServerAddress server, string? data) =>
        server.IsThisMachine && data is not null && Directory.Exists(data) && machine.SettingsProblem(data) is null;

    private static ApiClient? Connect(Session session, List<Finding> findings)
    {
        try
        {
            return session.Connect();
        }
        catch (CommandFailure failure) when (failure.ExitCode == ExitCodes.Unauthorized)
        {
            findings.Add(Finding.Wrong("key", failure.Message, $"{ClientOptions.ApiKeyVariable}=…, or --data DIR where the server's data lies"));
            return null;
        }
    }

    private static void Write(Session session, List<Finding> findings)
    {
        if (session.Printer.IsJson)
        {
            session.Printer.WriteJson(writer => Write(writer, findings));
            return;
        }
        session.Printer.Write(new Sheet(Columns, [.. findings.SelectMany(finding => Rows(finding, session.Printer.IsTable))]));
        if (session.Printer.IsTable)
            session.Printer.WriteLine($"{findings.Count(finding => finding.State == FindingState.Wrong)} wrong, {findings.Count(finding => finding.State == FindingState.Warning)} to look at");
    }

    private static void Write(Utf8JsonWriter writer, List<Finding> findings)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("healthy", findings.All(finding => finding.State != FindingState.Wrong));
        writer.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("name", finding.Name);
            writer.WriteString("state", Word(finding.State));
            writer.WriteString("text", finding.Text);
            writer.WriteString("remedy", finding.Remedy);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>For people the remedy has a row of its own: beside the rest there is no room for it on a terminal of 80 columns.</summary>
    private static IEnumerable<IReadOnlyList<Cell>> Rows(Finding finding, bool isTable)
    {
        yield return [finding.Name, new(Word(finding.State), ToneOf(finding.State)), finding.Text, finding.Remedy];
        if (isTable && finding.Remedy is { } remedy)
            yield return ["", "", $"→ {remedy}", ""];
    }

    private static string Word(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Skipped => "skipped",
        FindingState.Warning => "warning",
        _ => "wrong",
    };

    private static Tone ToneOf(FindingState state) => state switch
    {
        FindingState.Ok => Tone.Good,
        FindingState.Skipped => Tone.Quiet,
        FindingState.Warning => Tone.Doubtful,
        _ => Tone.Bad,
    };
}
