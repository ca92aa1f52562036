namespace Tautan.Health.Validating;

/// <summary>A validation as it is stored, so that every process can tell how far it is.</summary>
internal sealed class ValidationRow
{
    /// <summary>A UUIDv7.</summary>
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>When it last got further.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    public bool IsDone { get; set; }

    public int Total { get; set; }

    /// <summary>JSON: a list of <see cref="ValidatedUrl"/>.</summary>
    public string Items { get; set; } = "[]";
}
