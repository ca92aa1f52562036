using Tautan.Health.Targets;

namespace Tautan.Health.Maintenance;

/// <summary>A time in which verdicts of some links are paused.</summary>
/// <param name="Workspace">Whose.</param>
/// <param name="Links">The links by id.</param>
/// <param name="Tag">All links with this tag; null: none.</param>
/// <param name="Origin">All destinations there; null: none.</param>
/// <param name="Once">From when to when; null: weekly.</param>
/// <param name="Weekly">Null: once.</param>
internal sealed record MaintenanceWindow(
    Guid Workspace, IReadOnlySet<Guid> Links, string? Tag, string? Origin, (DateTimeOffset StartsAt, DateTimeOffset EndsAt)? Once, WeeklyTimes? Weekly)
{
    public static MaintenanceWindow Of(MaintenanceRow row) => new(
        row.WorkspaceId,
        row.Links.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse).ToHashSet(),
        row.Tag,
        row.Origin,
        row is { StartsAt: { } startsAt, EndsAt: { } endsAt } ? (startsAt, endsAt) : null,
        row.StartsAt is null ? WeeklyOf(row) : null);

    /// <summary>Whether it is now.</summary>
    public bool IsActive(DateTimeOffset now) =>
        Once is { } once ? now >= once.StartsAt && now < once.EndsAt : Weekly?.Contains(now) == true;

    /// <summary>Whether it is about a link, or about what stands at an origin.</summary>
    public bool Covers(WatchedLink link, string origin) =>
        link.Workspace == Workspace && (Links.Contains(link.Id) || (Tag is not null && link.Tags.Contains(Tag)) || Origin == origin);

    // A zone that this machine does not know, though the one that took the window did, never comes.
    private static WeeklyTimes? WeeklyOf(MaintenanceRow row) => TimeZoneInfo.TryFindSystemTimeZoneById(row.TimeZone, out var zone)
        ? new WeeklyTimes(row.Days, TimeOnly.MinValue.AddMinutes(row.FromMinute), TimeSpan.FromMinutes(row.Minutes), zone)
        : null;
}
