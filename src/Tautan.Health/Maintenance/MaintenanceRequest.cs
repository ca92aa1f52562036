namespace Tautan.Health.Maintenance;

/// <summary>A maintenance window as it is asked for.</summary>
internal sealed record MaintenanceRequest
{
    /// <summary>1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The ids of links; at most 1,000.</summary>
    public IReadOnlyList<string>? Links { get; init; }

    /// <summary>All links with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Every destination there: <c>https://a.example</c>.</summary>
    public string? Origin { get; init; }

    public OnceRequest? Once { get; init; }

    public WeeklyRequest? Weekly { get; init; }
}

/// <summary>A window that comes once.</summary>
internal sealed record OnceRequest
{
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Later; at most a year.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>A window that comes every week.</summary>
internal sealed record WeeklyRequest
{
    /// <summary><c>monday</c> to <c>sunday</c>; on which it begins.</summary>
    public IReadOnlyList<string>? Days { get; init; }

    /// <summary>When it begins, <c>HH:mm</c>, by the clocks of the time zone.</summary>
    public string? From { get; init; }

    /// <summary>How long it lasts; 1 to 1,440.</summary>
    public int? Minutes { get; init; }

    /// <summary>Of the IANA database: <c>Europe/Berlin</c>. Null: UTC.</summary>
    public string? TimeZone { get; init; }
}
