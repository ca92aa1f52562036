using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Links;

/// <summary>How a link's destinations are watched.</summary>
internal sealed class HealthOptions
{
    private readonly Option<bool> _off = new("--no-health") { Description = "Never probe its URLs" };
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

    public HealthOptions() => _failback.AcceptOnlyFromAmong("auto", "manual");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_off, _interval, _timeout, _failures, _retry, _successes, _failback, _hold, _expectedStatus, _mustContain, _mustNotContain])
            command.Add(option);
    }

    /// <summary>The member <c>health</c> of a link; null when nothing of it was given.</summary>
    public JsonObject? Body(ParseResult parsed)
    {
        var body = new JsonObject();
        Put("enabled", parsed.GetValue(_off) ? false : null);
        Put("intervalSeconds", parsed.GetValue(_interval));
        Put("timeoutSeconds", parsed.GetValue(_timeout));
        Put("failuresToConfirm", parsed.GetValue(_failures));
        Put("retrySeconds", parsed.GetValue(_retry));
        Put("successesToRecover", parsed.GetValue(_successes));
        Put("failback", parsed.GetValue(_failback));
        Put("failbackHoldSeconds", parsed.GetValue(_hold));
        Put("expectedStatus", parsed.GetValue(_expectedStatus));
        Put("mustContain", parsed.GetValue(_mustContain));
        Put("mustNotContain", parsed.GetValue(_mustNotContain));
        return body.Count > 0 ? body : null;

        void Put(string name, JsonNode? value)
        {
            if (value is not null)
                body[name] = value;
        }
    }
}
