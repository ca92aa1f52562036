namespace Tautan.Health.Maintenance;

/// <summary>A maintenance window as it is stored.</summary>
internal sealed class MaintenanceRow
{
    /// <summary>A UUIDv7.</summary>
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The ids of links, separated by commas; empty: none.</summary>
    public string Links { get; set; } = "";

    public string? Tag { get; set; }

    /// <summary>Scheme, host and port, as <c>VerdictFeedKeys.OriginOf</c> gives it.</summary>
    public string? Origin { get; set; }

    /// <summary>Of a window that comes once; null: it comes weekly.</summary>
    public DateTimeOffset? StartsAt { get; set; }

    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Of a weekly window: bit 0 is Sunday.</summary>
    public int Days { get; set; }

    /// <summary>Minutes after midnight.</summary>
    public int FromMinute { get; set; }

    public int Minutes { get; set; }

    /// <summary>Of the IANA database.</summary>
    public string TimeZone { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
