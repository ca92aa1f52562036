using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Maintenance;

/// <summary>A maintenance window as it is asked for.</summary>
internal sealed record MaintenanceRequest
{
    /// <summary>For people.</summary>
    [Field(IsRequired = true, Minimum = 1, Maximum = 200, Example = "\"Sunday night\"")]
    public string? Name { get; init; }

    /// <summary>The ids of links; or a tag, or an origin.</summary>
    [Field(Maximum = 1000)]
    public IReadOnlyList<string>? Links { get; init; }

    /// <summary>All links with this tag.</summary>
    [Field(Minimum = 1, Maximum = 100)]
    public string? Tag { get; init; }

    /// <summary>Every destination there: <c>https://a.example</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>A window that comes once; or <see cref="Weekly"/>.</summary>
    public OnceRequest? Once { get; init; }

    /// <summary>A window that comes every week.</summary>
    public WeeklyRequest? Weekly { get; init; }
}

/// <summary>A window that comes once.</summary>
internal sealed record OnceRequest
{
    /// <summary>When it begins.</summary>
    [Field(IsRequired = true)]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it ends: later, by at most 366 days.</summary>
    [Field(IsRequired = true, Example = "\"2026-01-31T14:00:00Z\"")]
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>A window that comes every week.</summary>
internal sealed record WeeklyRequest
{
    /// <summary>On which it begins.</summary>
    [Field(IsRequired = true, Values = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])]
    public IReadOnlyList<string>? Days { get; init; }

    /// <summary>When it begins, <c>HH:mm</c>, by the clocks of the time zone.</summary>
    [Field(IsRequired = true, Pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", Example = "\"22:00\"")]
    public string? From { get; init; }

    /// <summary>How long it lasts.</summary>
    [Field(IsRequired = true, Minimum = 1, Maximum = 1440, Example = "120")]
    public int? Minutes { get; init; }

    /// <summary>Of the IANA database: <c>Europe/Berlin</c>. Null: UTC.</summary>
    public string? TimeZone { get; init; }
}
