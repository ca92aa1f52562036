namespace Tautan.Identity.Workspaces;

/// <summary>A tenant: every row of every service carries its id.</summary>
internal sealed class Workspace
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }
}
