namespace Tautan.Identity.Workspaces;

/// <summary>What a user is in a workspace.</summary>
internal sealed class Membership
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid UserId { get; set; }

    /// <summary>One of <see cref="Contracts.Access.Roles"/>.</summary>
    public required string Role { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
