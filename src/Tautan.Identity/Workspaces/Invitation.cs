namespace Tautan.Identity.Workspaces;

/// <summary>A link by which somebody becomes a member.</summary>
internal sealed class Invitation
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Email { get; set; }

    public required string Role { get; set; }

    /// <summary>SHA-256 of the link's token.</summary>
    public required byte[] Hash { get; set; }

    public Guid InvitedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }
}
