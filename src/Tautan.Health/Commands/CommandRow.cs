namespace Tautan.Health.Commands;

/// <summary>A command that a process that does not watch a shard leaves for the one that does.</summary>
internal sealed class CommandRow
{
    /// <summary>A UUIDv7.</summary>
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid LinkId { get; set; }

    public CommandKind Kind { get; set; }

    /// <summary>Of the link's destinations, those in this shard are meant.</summary>
    public int Shard { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Null until it is answered.</summary>
    public int? Status { get; set; }

    public string? Body { get; set; }
}
