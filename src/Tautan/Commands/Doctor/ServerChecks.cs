using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tautan.Commands.Client;
using Tautan.Commands.Gateway;

namespace Tautan.Commands.Doctor;

/// <summary>The server: does it answer, with which version, how are its services, how fresh is what the gateway knows.</summary>
internal static partial class ServerChecks
{
    public static async Task<IReadOnlyList<Finding>> LookAsync(Patient patient, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        if (patient.Api is { } api)
            findings.AddRange(await GatewayAsync(patient, api, cancellation));
        findings.AddRange(await ServicesAsync(patient, patient.Operations, cancellation));
        findings.Add(await VersionAsync(patient.Operations, cancellation));
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> GatewayAsync(Patient patient, ApiClient api, CancellationToken cancellation)
    {
        JsonElement gateway;
        try
        {
            gateway = await api.GetAsync(GatewayCommand.Path, cancellation);
        }
        catch (CommandFailure failure)
        {
            return [Finding.Wrong(failure.ExitCode == ExitCodes.Unauthorized ? "key" : "server", failure.Message, RemedyFor(failure, api.Server, patient))];
        }
        return [Finding.Ok("server", $"{api.Server.Text} answers, and accepts the key"), .. gateway.List("feeds").Select(Feed)];
    }

    private static Finding Feed(JsonElement feed)
    {
        var name = $"feed {feed.Text("name")}";
        if (feed.Member("held") is { ValueKind: JsonValueKind.Object } held)
            return Finding.Wrong(name, $"a snapshot that would remove {held.Text("removes")} of {held.Text("of")} is held back", $"tautan gateway accept --feed {feed.Text("name")} where that is meant; else bring the database back");
        return feed.Flag("connected")
            ? Finding.Ok(name, $"the gateway follows it, {feed.Text("entries")} entries")
            : Finding.Wrong(name, "the gateway does not hear from its source; redirects go on with what it knows", "tautan restart house, or start the service that it comes from");
    }

    private static async Task<IReadOnlyList<Finding>> ServicesAsync(Patient patient, ApiClient operations, CancellationToken cancellation)
    {
        try
        {
            var ready = await operations.GetAsync("health/ready", cancellation, alsoExpected: HttpStatusCode.ServiceUnavailable);
            return ready.Member("services") is { ValueKind: JsonValueKind.Object } services
                ? [.. services.EnumerateObject().Select(service => Service(service.Name, service.Value))]
                : [Finding.Wrong("services", $"{operations.Server.Text} does not say how they are; is it the operations port?", $"{ClientOptions.OperationsVariable} names it")];
        }
        catch (CommandFailure failure)
        {
            return [operations.Server.IsThisMachine
                ? Finding.Wrong("services", failure.Message, Elsewhere(ClientOptions.OperationsVariable, patient.Listens?.Operations, operations.Server) ?? $"tautan serve, where it does not run; {ClientOptions.OperationsVariable} names the operations port, where it is another")
                : Finding.Skipped("services", $"the operations port is not open to this machine: {failure.Message}")];
        }
    }

    private static Finding Service(string name, JsonElement service)
    {
        var reasons = string.Join("; ", service.List("reasons").Select(reason => reason.AsText()));
        return service.Text("status") switch
        {
            "ready" => Finding.Ok($"service {name}", "ready"),
            "degraded" => Finding.Warning($"service {name}", $"degraded: {reasons}", RemedyFor(reasons)),
            var status => Finding.Wrong($"service {name}", $"{status ?? "unknown"}: {reasons}", RemedyFor(reasons)),
        };
    }

    /// <summary>By the word that a reason begins with, which is stable.</summary>
    private static string RemedyFor(string reasons) => reasons.Split(':')[0] switch
    {
        "blind" => "look to this machine's network, DNS and firewall; TAUTAN_Health__Witnesses__0 names a URL that should always answer",
        "house_away" or "stopping" or "restarting" => "wait a moment; then tautan restart house, and its log",
        "held_back" => "tautan gateway accept, where the removal is meant",
        "stale" => "the service that it comes from is away, or the way to it; tautan restart house",
        "certificate_unusable" or "certificate_ends" => "put a new certificate where the setting TAUTAN_Gateway__Certificates__0__Path says; it is picked up by itself",
        "no_admin_key" => "set DIR/admin-api-key right, or take it away: the next start makes one",
        "not_written" or "unwritten" or "not_watching" or "disk" => "make room on the disk, and look to the database",
        "unanswered" => "tautan restart house, where the service does not come back by itself",
        _ => "the service's log says more; tautan restart house starts it anew",
    };

    private static string RemedyFor(CommandFailure failure, ServerAddress server, Patient patient) => failure.ExitCode switch
    {
        ExitCodes.Unauthorized => $"{ClientOptions.ApiKeyVariable} or --data DIR names the right one",
        ExitCodes.Unreachable when server.IsThisMachine => Elsewhere(ClientOptions.ServerVariable, patient.Listens?.Server, server) ?? $"tautan serve starts one here; {ClientOptions.ServerVariable} names another",
        _ => $"{ClientOptions.ServerVariable} names the right one",
    };

    /// <summary>The settings put the server at another port than the one that was asked.</summary>
    private static string? Elsewhere(string variable, Uri? listens, ServerAddress asked) => listens is null || listens == asked.Url
        ? null
        : $"{variable}={listens.GetLeftPart(UriPartial.Authority)}, where the settings put it; tautan serve, where it does not run";

    private static async Task<Finding> VersionAsync(ApiClient operations, CancellationToken cancellation)
    {
        try
        {
            var metrics = await operations.GetTextAsync("metrics", cancellation);
            if (VersionIn().Match(metrics) is not { Success: true } found)
                return Finding.Skipped("version", "the server does not say its own");
            var version = found.Groups[1].Value;
            return version == ShowVersion.Version
                ? Finding.Ok("version", $"{version}, here and there")
                : Finding.Warning("version", $"the server is {version}, this program {ShowVersion.Version}", "install the same on both sides; after an update, start the server anew");
        }
        catch (CommandFailure failure)
        {
            return Finding.Skipped("version", failure.Message);
        }
    }

    [GeneratedRegex("service_version=\"([^\"]*)\"")]
    private static partial Regex VersionIn();
}
