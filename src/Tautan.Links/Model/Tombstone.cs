namespace Tautan.Links;

/// <summary>What is left of a deleted link: its slug is kept for the workspace that had it.</summary>
internal sealed class Tombstone
{
    public Guid DomainId { get; set; }

    public required string SlugKey { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid LinkId { get; set; }

    public DateTimeOffset DeletedAt { get; set; }
}
