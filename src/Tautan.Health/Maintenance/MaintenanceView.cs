using System.Globalization;

namespace Tautan.Health.Maintenance;

/// <summary>A maintenance window as the outside sees it: what was asked for, and what follows from it.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Name">For people.</param>
/// <param name="Links">The ids of links.</param>
/// <param name="Tag">All links with this tag.</param>
/// <param name="Origin">All destinations there, as scheme, host and port.</param>
/// <param name="Once">From when to when; null: weekly.</param>
/// <param name="Weekly">Null: once.</param>
/// <param name="Active">It is now.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
internal sealed record MaintenanceView(
    Guid Id,
    string Name,
    IReadOnlyList<string> Links,
    string? Tag,
    string? Origin,
    OnceRequest? Once,
    WeeklyRequest? Weekly,
    bool Active,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static MaintenanceView Of(MaintenanceRow row, DateTimeOffset now)
    {
        var request = RequestOf(row);
        return new MaintenanceView(
            row.Id, row.Name, request.Links!, row.Tag, row.Origin, request.Once, request.Weekly, MaintenanceWindow.Of(row).IsActive(now), row.CreatedAt, row.UpdatedAt);
    }

    /// <summary>What would ask for the same.</summary>
    public static MaintenanceRequest RequestOf(MaintenanceRow row) => new()
    {
        Name = row.Name,
        Links = row.Links.Split(',', StringSplitOptions.RemoveEmptyEntries),
        Tag = row.Tag,
        Origin = row.Origin,
        Once = row.StartsAt is null ? null : new OnceRequest { StartsAt = row.StartsAt, EndsAt = row.EndsAt },
        Weekly = row.StartsAt is not null ? null : new WeeklyRequest
        {
            Days = WeekDays.Names(row.Days),
            From = TimeOnly.MinValue.AddMinutes(row.FromMinute).ToString("HH:mm", CultureInfo.InvariantCulture),
            Minutes = row.Minutes,
            TimeZone = row.TimeZone,
        },
    };
}
