using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary>How a link's destinations are watched.</summary>
internal sealed class HealthOptions
{
    private readonly Option<bool> _off = new("--no-health") { Description = "Never probe its URLs" };
    private readonly Option<bool> _on = new("--health") { Description = "Probe its URLs, as is usual" };
    private readonly Option<int?> _interval = new("--interval") { Description = "Seconds between probes, 10 to 86400", HelpName = "SECONDS" };
    private readonly Option<int?> _timeout = new("--timeout") { Description = "Seconds a probe may take, 1 to 60", HelpName = "SECONDS" };
    private readonly Option<int?> _failures = new("--failures") { Description = "Failures in a row that make it down, 1 to 10", HelpName = "N" };
    private readonly Option<int?> _retry = new("--retry") { Description = "Seconds between those, 1 to 300", HelpName = "SECONDS" };
    private readonly Option<int?> _successes = new("--successes") { Description = "Successes in a row that make it up again, 1 to 10", HelpName = "N" };
    private readonly Option<string?> _failback = new("--failback") { Description = "How it returns to a URL that is up again", HelpName = "auto|manual" };
    private readonly Option<int?> _hold = new("--hold") { Description = "Seconds a URL must be up before it is returned to, 0 to 86400", HelpName = "SECONDS" };
    private readonly Option<string?> _expectedStatus = new("--expected-status") { Description = "Statuses that count as up, such as 200,301-302", HelpName = "LIST" };
    private readonly Option<string?> _mustContain = new("--must-contain") { Description = "Text that must be in the answer", HelpName = "TEXT" };
    private readonly Option<string?> _mustNotContain = new("--must-not-contain") { Description = "Text that must not be in the answer", HelpName = "TEXT" };

    private readonly Option<string[]> _headers = new("--request-header") { Description = "A header that probes send; may be repeated", HelpName = "\"NAME: VALUE\"", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool?> _ignoreTls = new("--ignore-tls-errors") { Description = "Take any certificate (false: none that is not valid)", HelpName = "true|false" };
    private readonly Option<string[]> _failOn = new("--fail-on") { Description = "What else is a failure; may be repeated", HelpName = "drifted|parked|soft_404", Arity = ArgumentArity.OneOrMore };

    public HealthOptions()
    {
        _failback.OneOf("auto", "manual");
        _failOn.CompletionSources.Add("drifted", "parked", "soft_404");
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_off, _on, _interval, _timeout, _failures, _retry, _successes, _failback, _hold, _expectedStatus, _mustContain, _mustNotContain, _headers, _ignoreTls, _failOn])
            command.Add(option);
    }

    /// <summary>The member <c>health</c> of a link; null when nothing of it was given.</summary>
    public JsonObject? Body(ParseResult parsed)
    {
        if (parsed.GetValue(_off) && parsed.GetValue(_on))
            throw new CommandFailure(ExitCodes.Usage, "--health and --no-health exclude each other");
        var body = new JsonObject();
        body.PutGiven("enabled", parsed.GetValue(_off) ? false : parsed.GetValue(_on) ? true : null);
        body.PutGiven("intervalSeconds", parsed.GetValue(_interval));
        body.PutGiven("timeoutSeconds", parsed.GetValue(_timeout));
        body.PutGiven("failuresToConfirm", parsed.GetValue(_failures));
        body.PutGiven("retrySeconds", parsed.GetValue(_retry));
        body.PutGiven("successesToRecover", parsed.GetValue(_successes));
        body.PutGiven("failback", parsed.GetValue(_failback));
        body.PutGiven("failbackHoldSeconds", parsed.GetValue(_hold));
        body.PutGiven("expectedStatus", parsed.GetValue(_expectedStatus));
        body.PutGiven("mustContain", parsed.GetValue(_mustContain));
        body.PutGiven("mustNotContain", parsed.GetValue(_mustNotContain));
        body.PutGiven("requestHeaders", Headers(parsed.GetValue(_headers)));
        body.PutGiven("ignoreTlsErrors", parsed.GetValue(_ignoreTls));
        body.PutGiven("failOn", JsonBuilding.ArrayOf(parsed.GetValue(_failOn)));
        return body.Count > 0 ? body : null;
    }

    // What the server would call a wrong name or value it may say itself; only what cannot be sent to it is refused here.
    private static JsonObject? Headers(string[]? given)
    {
        if (given is null or { Length: 0 }) return null;
        var headers = new JsonObject();
        foreach (var header in given)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new CommandFailure(ExitCodes.Usage, $"--request-header '{header}' must be \"NAME: VALUE\"");
            if (!headers.TryAdd(header[..colon].Trim(), header[(colon + 1)..].Trim())) throw new CommandFailure(ExitCodes.Usage, $"--request-header names '{header[..colon].Trim()}' twice");
        }

        return headers;
    }
}
