using System.Globalization;
using Tautan.Commands.Check.Checking;

namespace Tautan.Commands.Check.Reporting;

/// <summary>How something is, in a few words for people.</summary>
internal static class Words
{
    public static string Of(CheckOutcome outcome)
    {
        var status = outcome.Status is { } code && outcome.Reason is Contracts.Health.Reasons.HttpStatus or Contracts.Health.Reasons.UnexpectedStatus or null
            ? code.ToString(CultureInfo.InvariantCulture)
            : null;
        return string.Join(" ", new[] { outcome.Reason ?? outcome.Note, status }.Where(word => word is not null))
            + (outcome.Detail is null ? "" : $": {outcome.Detail}");
    }

    /// <summary>What was found, in a line.</summary>
    public static string Of(CheckReport report)
    {
        var parts = new List<string> { Count(report.Items.Count, "link"), Count(report.Broken.Count, "broken", "broken"), Count(report.Up, "fine", "fine") };
        if (report.Noted > 0) parts.Add(Count(report.Noted, "of them with a note", "of them with a note"));
        if (report.Cached > 0) parts.Add(Count(report.Cached, "from the cache", "from the cache"));
        if (report.Unchecked > 0) parts.Add(Count(report.Unchecked, "not checked", "not checked"));
        if (report.Skipped + report.Excluded > 0) parts.Add(Count(report.Skipped + report.Excluded, "left out", "left out"));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", parts)} ({Count(report.Documents, "document")}, {report.Took.TotalSeconds:F1} s)");
    }

    private static string Count(int count, string one, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : several ?? one + "s")}");
}
