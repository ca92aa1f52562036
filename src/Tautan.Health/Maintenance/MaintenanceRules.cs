using System.Globalization;
using Tautan.Contracts.Health;

namespace Tautan.Health.Maintenance;

/// <summary>What a maintenance window must be.</summary>
internal static class MaintenanceRules
{
    private const int MostLinks = 1_000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Puts what is asked for into a row; where <paramref name="errors"/> names anything, the row is of no use.</summary>
    public static void Check(MaintenanceRequest request, MaintenanceRow row, out Dictionary<string, string[]> errors)
    {
        var found = errors = [];
        row.Name = request.Name ?? "";
        if (row.Name.Length is < 1 or > 200 || HasNul(row.Name)) found["name"] = ["must have 1 to 200 characters"];
        CheckWhat(request, row, found);
        if (request.Once is null == request.Weekly is null)
        {
            found["once"] = ["must be given, or weekly, and not both"];
            return;
        }

        (row.StartsAt, row.EndsAt, row.Days, row.FromMinute, row.Minutes, row.TimeZone) = (null, null, 0, 0, 0, "");
        if (request.Once is { } once) CheckOnce(once, row, found);
        if (request.Weekly is { } weekly) CheckWeekly(weekly, row, found);
    }

    private static void CheckWhat(MaintenanceRequest request, MaintenanceRow row, Dictionary<string, string[]> errors)
    {
        var links = request.Links ?? [];
        if (links.Count > MostLinks) errors["links"] = ["must be at most 1,000"];
        for (var i = 0; i < Math.Min(links.Count, MostLinks); i++)
        {
            if (!Guid.TryParse(links[i], out _)) errors[string.Create(CultureInfo.InvariantCulture, $"links[{i}]")] = ["must be the id of a link"];
        }

        if (links.Count == 0 && request.Tag is null && request.Origin is null) errors["links"] = ["must be given, or a tag or an origin"];
        if (request.Tag is { } tag && (tag.Length is < 1 or > 100 || HasNul(tag))) errors["tag"] = ["must have 1 to 100 characters"];
        if (request.Origin is { } origin && VerdictFeedKeys.OriginOf(origin).Length == 0) errors["origin"] = ["must be scheme, host and port, such as https://a.example"];
        if (errors.Count > 0) return;
        row.Links = string.Join(',', links.Select(Guid.Parse).Distinct());
        row.Tag = request.Tag;
        row.Origin = request.Origin is null ? null : VerdictFeedKeys.OriginOf(request.Origin);
    }

    private static void CheckOnce(OnceRequest once, MaintenanceRow row, Dictionary<string, string[]> errors)
    {
        if (once.StartsAt is null) errors["once.startsAt"] = ["must be given"];
        if (once.EndsAt is null || once.EndsAt <= once.StartsAt || once.EndsAt - once.StartsAt > Longest) errors["once.endsAt"] = ["must be later than startsAt, by at most 366 days"];
        (row.StartsAt, row.EndsAt) = (once.StartsAt, once.EndsAt);
    }

    private static void CheckWeekly(WeeklyRequest weekly, MaintenanceRow row, Dictionary<string, string[]> errors)
    {
        row.TimeZone = weekly.TimeZone ?? "UTC";
        row.Days = WeekDays.Bits(weekly.Days ?? []) ?? 0;
        row.Minutes = weekly.Minutes ?? 0;
        if (row.Days == 0) errors["weekly.days"] = ["must be one or more of monday to sunday"];
        if (!TimeOnly.TryParseExact(weekly.From, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)) errors["weekly.from"] = ["must be a time such as 22:00"];
        row.FromMinute = (from.Hour * 60) + from.Minute;
        if (row.Minutes is < 1 or > 1440) errors["weekly.minutes"] = ["must be from 1 to 1440"];
        if (!IsZone(row.TimeZone)) errors["weekly.timeZone"] = ["must be a time zone of the IANA database, such as Europe/Berlin"];
    }

    // Names are file names on the machine: what has a way up or no slash but UTC is not looked for.
    private static bool IsZone(string id) =>
        id.Length < 100 && !id.Contains("..", StringComparison.Ordinal) && !HasNul(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId;

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
