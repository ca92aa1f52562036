using System.Globalization;
using Tautan.Contracts.Health;
using Tautan.Platform.Urls;

namespace Tautan.Links.Creating;

/// <summary>How a link may be watched.</summary>
internal static class HealthRules
{
    private const int LongestText = 1000;

    /// <summary>Checks the settings and brings them into the form that is stored.</summary>
    /// <param name="request">What the caller gave.</param>
    /// <param name="errors">By field: what was expected.</param>
    public static LinkHealth Check(HealthRequest request, Dictionary<string, string[]> errors)
    {
        if (request.Failback is not (null or "auto" or "manual"))
            errors["health.failback"] = ["must be auto or manual"];
        if (request.ExpectedStatus is { } expected && !StatusRanges.TryParse(expected, out _, out var error))
            errors["health.expectedStatus"] = [error];
        var defaults = new LinkHealth();
        return new LinkHealth
        {
            Enabled = request.Enabled ?? defaults.Enabled,
            IntervalSeconds = Number(request.IntervalSeconds ?? defaults.IntervalSeconds, "intervalSeconds", 10, 86_400),
            TimeoutSeconds = Number(request.TimeoutSeconds ?? defaults.TimeoutSeconds, "timeoutSeconds", 1, 60),
            FailuresToConfirm = Number(request.FailuresToConfirm ?? defaults.FailuresToConfirm, "failuresToConfirm", 1, 10),
            RetrySeconds = Number(request.RetrySeconds ?? defaults.RetrySeconds, "retrySeconds", 1, 300),
            SuccessesToRecover = Number(request.SuccessesToRecover ?? defaults.SuccessesToRecover, "successesToRecover", 1, 10),
            ManualFailback = request.Failback == "manual",
            FailbackHoldSeconds = Number(request.FailbackHoldSeconds ?? defaults.FailbackHoldSeconds, "failbackHoldSeconds", 0, 86_400),
            ExpectedStatus = request.ExpectedStatus,
            MustContain = LinkText.Check(request.MustContain, "health.mustContain", LongestText, errors),
            MustNotContain = LinkText.Check(request.MustNotContain, "health.mustNotContain", LongestText, errors),
            RequestHeaders = LinkHeaders.Write(RequestHeaderRules.Check(request.RequestHeaders, errors)),
            IgnoreTlsErrors = request.IgnoreTlsErrors ?? defaults.IgnoreTlsErrors,
            FailOn = CheckFailOn(request.FailOn, errors),
        };

        int Number(int value, string field, int least, int most)
        {
            if (value < least || value > most)
                errors["health." + field] = [string.Create(CultureInfo.InvariantCulture, $"must be from {least} to {most}")];
            return value;
        }
    }

    private static string? CheckFailOn(IReadOnlyList<string?>? notes, Dictionary<string, string[]> errors)
    {
        if (notes is null || notes.Count == 0)
            return null;
        var known = notes.OfType<string>().Where(Notes.CanFail.Contains).Distinct().Order(StringComparer.Ordinal).ToList();
        if (notes.Count > Notes.CanFail.Count || notes.Any(note => note is null || !Notes.CanFail.Contains(note)))
            errors["health.failOn"] = [$"must be a list of {string.Join(", ", Notes.CanFail)}"];
        return known.Count == 0 ? null : string.Join(',', known);
    }
}
