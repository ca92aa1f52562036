namespace Tautan.Links;

/// <summary>A change of a link: who, when, what from, what to. What a link was made as is not kept twice: its first change says what it was before.</summary>
internal sealed class LinkChange
{
    /// <summary>The revision of the change.</summary>
    public long Revision { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid LinkId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The subject that made it.</summary>
    public required string By { get; set; }

    /// <summary><c>changed</c> or <c>deleted</c>.</summary>
    public required string Action { get; set; }

    /// <summary>By field: from and to, as JSON.</summary>
    public required string Changes { get; set; }
}
