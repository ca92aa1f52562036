namespace Tautan.Health.Storage;

/// <summary>A check, or equal successes in a row.</summary>
internal sealed class CheckRow
{
    /// <summary>A UUIDv7.</summary>
    public Guid Id { get; set; }

    /// <summary>Of <c>CheckPeriods</c>.</summary>
    public int Period { get; set; }

    public Guid TargetKey { get; set; }

    public Guid WorkspaceId { get; set; }

    public DateTimeOffset At { get; set; }

    public DateTimeOffset Until { get; set; }

    public int Count { get; set; }

    public bool Ok { get; set; }

    public string? Reason { get; set; }

    public string? Note { get; set; }

    public int? Status { get; set; }

    /// <summary>JSON; null: none.</summary>
    public string? Hops { get; set; }

    public double? DnsMs { get; set; }

    public double? ConnectMs { get; set; }

    public double? TlsMs { get; set; }

    public double? FirstByteMs { get; set; }

    public double TotalMs { get; set; }
}
